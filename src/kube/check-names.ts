const LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** Names of one call, by what they name. Absent ones are not checked. */
export interface Names {
  readonly namespace?: string | undefined;
  readonly pod?: string | undefined;
  readonly container?: string | undefined;
  readonly name?: string | undefined;
}

/** A name that Kubernetes could not have given to an object; nothing was sent. */
export class NameProblem extends Error {
  constructor(what: string, name: string) {
    super(`not a Kubernetes ${what} name (RFC 1123): ${JSON.stringify(name.slice(0, 80))}`);
    this.name = 'NameProblem';
  }
}

/**
 * Throws a {@link NameProblem} unless every name is an RFC 1123 label (namespaces and containers, 63 characters) or
 * subdomain (other objects, 253), because names become parts of a URL.
 */
export function checkNames(names: Names): void {
  check('namespace', names.namespace, isLabel);
  check('container', names.container, isLabel);
  check('pod', names.pod, isSubdomain);
  check('object', names.name, isSubdomain);
}

function check(what: string, name: string | undefined, legal: (name: string) => boolean): void {
  if (name !== undefined && !legal(name)) throw new NameProblem(what, name);
}

function isLabel(name: string): boolean {
  return LABEL.test(name);
}

function isSubdomain(name: string): boolean {
  return name.length <= 253 && SUBDOMAIN.test(name);
}
