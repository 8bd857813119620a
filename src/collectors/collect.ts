import type { Progress } from '../domain/report.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { ClusterReader } from '../kube/cluster-reader.ts';
import { collectAutoscaling } from './collect-autoscaling.ts';
import type { CollectOptions } from './collect-options.ts';
import { dependentsInList, listsEveryHpa } from './dependents.ts';
import { findAgents } from './find-agents.ts';
import { readAgent } from './read-agent.ts';

export type { ClusterReader };

/** Everything one question needs, as much of it at once as can be. Failures are readings; nothing is thrown. */
export async function collect(reader: ClusterReader, options: CollectOptions): Promise<Snapshot> {
  const { kind } = options.question;
  const aboutHpas = kind === 'hpa' || kind === 'metrics';
  const report = progressMeter(options.progress, aboutHpas ? 5 : 4);
  report('pods', 0);
  const found = findAgents(reader, options);
  const told = found.then((agents) => readAgent(reader, options, agents, report));
  if (!aboutHpas) {
    const snapshot = await told;
    report('diagnosis', 3);
    return snapshot;
  }
  const [{ agents }, snapshot, autoscaling] = await Promise.all([
    found,
    told.finally(() => report('kubernetes', 3)),
    collectAutoscaling(reader, options, { found, told }),
  ]);
  report('diagnosis', 4);
  const { list } = autoscaling;
  const counted = list && listsEveryHpa(options) ? dependentsInList(list, agents) : undefined;
  // `now` stays when the Agent was read: a second look seconds later must not make its lock look old.
  return { ...snapshot, ...(counted === undefined ? {} : { dependents: counted }), autoscaling };
}

function progressMeter(
  progress: CollectOptions['progress'],
  total: number,
): (step: Progress['step'], done: number) => void {
  return (step, done) => progress?.({ step, done, total });
}
