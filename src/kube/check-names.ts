import { isLabelName, isObjectName } from '../domain/kubernetes-names.ts';

const KIND = /^[A-Za-z][A-Za-z0-9]{0,62}$/;

/** Names of one call, by what they name. Absent ones are not checked. */
export interface Names {
  readonly namespace?: string | undefined;
  readonly pod?: string | undefined;
  readonly node?: string | undefined;
  readonly container?: string | undefined;
  readonly name?: string | undefined;
  readonly service?: string | undefined;
  readonly apiGroup?: string | undefined;
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
}

/** A name that Kubernetes could not have given to an object; nothing was sent. */
export class NameProblem extends Error {
  constructor(what: string, name: string) {
    super(`not a ${what}: ${JSON.stringify(name.slice(0, 80))}`);
    this.name = 'NameProblem';
  }
}

/**
 * Throws a {@link NameProblem} unless every name is an RFC 1123 label (namespaces, containers, services and versions,
 * 63 characters) or subdomain (other objects and groups, 253), because names become parts of a URL. Kinds are letters
 * and digits.
 */
export function checkNames(names: Names): void {
  check('namespace name (RFC 1123)', names.namespace, isLabelName);
  check('container name (RFC 1123)', names.container, isLabelName);
  check('service name (RFC 1123)', names.service, isLabelName);
  check('API version (RFC 1123)', names.apiVersion, isLabelName);
  check('pod name (RFC 1123)', names.pod, isObjectName);
  check('node name (RFC 1123)', names.node, isObjectName);
  check('object name (RFC 1123)', names.name, isObjectName);
  check('API group (RFC 1123)', names.apiGroup, isObjectName);
  check('kind', names.kind, (kind) => KIND.test(kind));
}

function check(what: string, name: string | undefined, legal: (name: string) => boolean): void {
  if (name !== undefined && !legal(name)) throw new NameProblem(`Kubernetes ${what}`, name);
}
