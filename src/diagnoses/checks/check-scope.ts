import type { Checks } from '../../domain/checks.ts';
import type { Subject } from '../../domain/question.ts';
import type { FollowedCheck } from './followed-check.ts';
import { nearNames } from './near-names.ts';
import { leading } from './placements.ts';
import { serviceName } from './undiscovered.ts';

/** Which checks a question is about. */
export interface CheckScope {
  /** What the asker's words were found to name; `all`: nothing was named; `nothing`: it fits nothing that is known. */
  readonly by: 'all' | 'check' | 'node' | 'service' | 'nothing';
  readonly asked: string;
  readonly includes: (check: FollowedCheck) => boolean;
  /** Whether a Service, `namespace/name`, is asked for. */
  readonly includesService: (service: string) => boolean;
  readonly near: () => readonly string[];
}

/** What a name can stand for. */
interface Names {
  readonly checks: ReadonlySet<string>;
  /** Node names, and what leads to one: pods of Agents, and the names that the leader gives them. */
  readonly nodes: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
}

/** Finds what the asker's words name: with a namespace a Service, else a check before a node before a Service. */
export function scopeOf(subject: Subject | undefined, followed: readonly FollowedCheck[], checks: Checks): CheckScope {
  const { namespace, name, resource } = subject ?? {};
  const asked = [namespace, name].filter((part) => part !== undefined).join('/');
  const near = () => [];
  if (name === undefined) {
    const isIn = (service: string) => namespace === undefined || service.startsWith(`${namespace}/`);
    const includes = ({ story }: FollowedCheck) => namespace === undefined || isIn(story.service ?? '');
    return { by: namespace === undefined ? 'all' : 'service', asked, includes, includesService: isIn, near };
  }
  const names = namesIn(followed, checks);
  const isAsked = (service: string) =>
    namespace === undefined ? service.endsWith(`/${name}`) : service === `${namespace}/${name}`;
  const may = (kind: 'check' | 'node' | 'service') =>
    namespace === undefined || kind === 'service' ? resource === undefined || resource === kind : false;
  const nobody = () => false;
  if (may('check') && names.checks.has(name)) {
    return { by: 'check', asked, includes: ({ story }) => story.check === name, includesService: nobody, near };
  }
  if (may('node') && names.nodes.has(name)) {
    const includes = ({ story, agent }: FollowedCheck) => [agent, story.node, story.pod].includes(name);
    return { by: 'node', asked, includes, includesService: nobody, near };
  }
  if (may('service') && [...names.services].some(isAsked)) {
    const includes = ({ story }: FollowedCheck) => story.service !== null && isAsked(story.service);
    return { by: 'service', asked, includes, includesService: isAsked, near };
  }
  return {
    by: 'nothing',
    asked,
    includes: nobody,
    includesService: nobody,
    near: () => likely(namespace, name, names),
  };
}

function namesIn(followed: readonly FollowedCheck[], { dispatching, runners, services }: Checks): Names {
  const stories = followed.map(({ story }) => story);
  const agents = leading(dispatching)?.agents.map(({ name }) => name) ?? [];
  const pods = runners.known ? runners.value.flatMap(({ node, pod }) => [node, pod]) : [];
  const annotated = services.known ? services.value.map(serviceName) : [];
  return {
    checks: new Set(stories.map(({ check }) => check)),
    nodes: new Set([...agents, ...pods, ...stories.flatMap(({ node }) => node ?? [])]),
    services: new Set([...annotated, ...stories.flatMap(({ service }) => service ?? [])]),
  };
}

/** Services are told with their namespace, and found by either part of it. */
function likely(namespace: string | undefined, name: string, { checks, nodes, services }: Names): readonly string[] {
  if (namespace !== undefined) {
    const elsewhere = [...services].filter((service) => service.endsWith(`/${name}`));
    return [...new Set([...elsewhere, ...nearNames(`${namespace}/${name}`, services)])].slice(0, 5);
  }
  const byName = new Map([...services].map((service) => [service.slice(service.indexOf('/') + 1), service]));
  return nearNames(name, [...checks, ...nodes, ...byName.keys()]).map((found) =>
    checks.has(found) || nodes.has(found) ? found : (byName.get(found) ?? found),
  );
}
