import type { EventToken } from '../domain/event-collection.ts';
import type { Pod } from '../domain/objects.ts';
import { mapReading, type Reading, unknown } from '../domain/reading.ts';
import { readEventToken } from '../parsers/event-token.ts';
import { agentContainer } from './agent-container.ts';
import type { ReadConfigMap } from './config-maps.ts';

const USUAL_NAME = 'datadogtoken';
const SETTING = 'DD_CLUSTER_AGENT_TOKEN_NAME';
const SUFFIX = '-cluster-agent';

/**
 * Names under which the Agent may keep how far it has read the events, the likeliest first: as its environment says, the
 * usual one, and those that charts and the Operator make of the release's name.
 */
export function tokenNames(pods: readonly Pod[]): readonly string[] {
  const names = new Set<string>();
  for (const pod of pods) {
    const said = agentContainer(pod)?.env?.findLast(({ name }) => name === SETTING)?.value;
    if (said) names.add(said);
  }
  names.add(USUAL_NAME);
  for (const { metadata } of pods) {
    const { labels = {}, ownerReferences = [] } = metadata;
    const hash = labels['pod-template-hash'];
    const owners = hash === undefined ? [] : ownerReferences.map(({ name }) => withoutEnd(name, `-${hash}`));
    for (const release of [
      labels['agent.datadoghq.com/name'],
      withoutEnd(labels['app.kubernetes.io/instance'] ?? '', SUFFIX),
      ...owners.map((owner) => withoutEnd(owner, SUFFIX)),
    ]) {
      if (release) names.add(`${release}token`);
    }
  }
  return [...names];
}

/** The first of these that is there; `null` where none is. One that could not be read may be the one, unless a later one is there. */
export async function findEventToken(
  names: readonly string[],
  readConfigMap: ReadConfigMap,
): Promise<Reading<EventToken | null>> {
  let failure: Reading<EventToken | null> | undefined;
  let none: Reading<EventToken | null> = unknown('absent', 'no name to look for', 'kubectl get configmap', '');
  for (const name of names) {
    const read = await readConfigMap(name);
    if (read.known) return mapReading(read, readEventToken);
    if (read.why === 'absent') none = { known: true, value: null, source: read.source, at: read.at };
    else failure ??= read;
  }
  return failure ?? none;
}

function withoutEnd(text: string, end: string): string {
  return text.endsWith(end) ? text.slice(0, -end.length) : text;
}
