import type { Autoscaling } from '../../src/domain/autoscaling.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { LogScan, LogTrouble } from '../../src/domain/log-scan.ts';
import { known } from '../../src/domain/reading.ts';
import type { Report } from '../../src/domain/report.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { makeReport } from '../../src/engine/make-report.ts';
import { NOW, type Parts, snapshot } from '../diagnoses/build.ts';
import { checks, config, fetched, led, runner, running } from '../diagnoses/checks/build-checks.ts';
import { collecting, eventsSnapshot, log } from '../diagnoses/events/build-events.ts';
import { metadata } from '../diagnoses/metadata/build-metadata.ts';
import { look, nodeAgents } from '../diagnoses/node/build-node.ts';

/** One HPA-less cluster with nothing stored. */
export function autoscaling(over: Partial<Autoscaling> = {}): Autoscaling {
  return {
    views: [],
    list: { hpas: known([], 'kubectl get hpa -A', NOW), others: 4, targets: [] },
    chain: {},
    stored: {
      mode: 'configmap',
      configMap: 'monitoring/datadog-custom-metrics',
      list: known([], 'kubectl get configmap datadog-custom-metrics', NOW),
      unreadable: [],
    },
    rights: [],
    ...over,
  };
}

export function logs(...troubles: readonly LogTrouble[]): readonly LogScan[] {
  return [log(troubles)];
}

/** Every part that `health` reads, of a cluster in which all is well, changed as a test wants it. */
export function healthSnapshot(over: Partial<Snapshot> = {}, parts: Parts = {}): Snapshot {
  const front = config();
  const asked = runner({ has: [fetched(front)], runs: [running(front)] });
  return {
    ...eventsSnapshot({}, parts),
    question: { kind: 'health' },
    autoscaling: autoscaling(),
    checks: checks({
      dispatching: led({ dispatched: [{ agent: 'worker-1', config: front }] }),
      known: [front],
      runners: [asked],
    }),
    metadata: metadata(),
    nodeAgents: nodeAgents({
      looks: [look()],
      reporting: ['worker-1', 'worker-2', 'worker-3'],
      over: { scope: { kind: 'all' } },
    }),
    events: collecting(),
    logs: logs(),
    ...over,
  };
}

/** A report with these findings and nothing that was read. */
export function madeReport(findings: readonly Finding[], over: Partial<Report> = {}): Report {
  const made = makeReport(snapshot(), { at: NOW, tookMs: 1_234 });
  const { snapshot: _, ...rest } = { ...made, findings };
  return { ...rest, ...over };
}
