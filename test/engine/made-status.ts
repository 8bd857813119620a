import { formatRfc1123 } from '../../simulator/cluster/time-shift.ts';
import type { MadeCluster } from './made-cluster.ts';

export interface StatusView {
  readonly made: MadeCluster;
  readonly role: 'leader' | 'follower';
  /** Epoch milliseconds. */
  readonly renewed: number;
}

/** The captured text with everything it says replaced. Throws when a line to replace is not there. */
export function madeText(captured: string, { made, role, renewed }: StatusView): string {
  const { metrics, agents, configurations, unassigned } = made;
  const valid = metrics.filter((metric) => metric.valid).length;
  const lines: readonly (readonly [RegExp, string])[] = [
    [/Cluster Agent \(v[^)]+\)/, `Cluster Agent (v${made.version})`],
    [/hostname: dca-host-\d/, `hostname: host-of-${made.cluster}`],
    [/Series Flush Errors: \d+\n/, ''],
    [/ConfigMap name: \S+/, `ConfigMap name: ${made.namespace}/datadog-custom-metrics`],
    [/Total: 2\n {4}Valid: 1/, `Total: ${metrics.length}\n    Valid: ${valid}`],
    [/Total number: \d+/, `Total number: ${made.successes}`],
    [/Leader Name is: \S+/, `Leader Name is: ${made.leader}`],
    [/Renewed leadership: [^\n]+ UTC/, `Renewed leadership: ${formatRfc1123(renewed)} UTC`],
    [/leader transitions: 4 transitions/, `leader transitions: ${made.transitions} transitions`],
    [/\n=+\nStatus render errors\n=+\n[^\n]+\n/, '\n'],
    ...(role === 'leader'
      ? ([
          [/Active agents: \d+/, `Active agents: ${agents}`],
          [/Check Configurations: \d+/, `Check Configurations: ${configurations}`],
          [/Dispatched: \d+/, `Dispatched: ${configurations - unassigned}`],
          [/Unassigned: \d+/, `Unassigned: ${unassigned}`],
        ] as const)
      : []),
  ];
  return lines.reduce((text, [line, replacement]) => {
    if (!line.test(text)) throw new Error(`the capture has no line like ${line}`);
    return text.replace(line, replacement);
  }, captured);
}

/** The captured JSON with everything it says replaced. */
export function madeJson(captured: string, { made, role, renewed }: StatusView): string {
  const document = JSON.parse(captured);
  const { metrics, configurations, unassigned } = made;
  document.version = made.version;
  document.metadata.meta.hostname = `host-of-${made.cluster}`;
  document.aggregatorStats.SeriesFlushErrors = 0;
  document.forwarderStats.Transactions.Success = made.successes;
  document.leaderelection = {
    ...document.leaderelection,
    leaderName: made.leader,
    renewedTime: `${formatRfc1123(renewed)} UTC`,
    transitions: `${made.transitions} transitions`,
  };
  document.custommetrics = {
    Cmname: `${made.namespace}/datadog-custom-metrics`,
    External: {
      Metrics: metrics.map(({ name, hpa, valid, value }) => ({
        metricName: name,
        labels: {},
        ts: Math.floor(renewed / 1000),
        reference: { type: 'horizontal', namespace: hpa.split('/')[0], name: hpa.split('/')[1], uid: 'u' },
        value,
        valid,
      })),
      Total: metrics.length,
      Valid: metrics.filter(({ valid }) => valid).length,
    },
  };
  if (role === 'leader')
    Object.assign(document.clusterchecks, {
      NodeCount: made.agents,
      ActiveConfigs: configurations - unassigned,
      DanglingConfigs: unassigned,
      TotalConfigs: configurations,
    });
  return JSON.stringify(document);
}
