import type { Autoscaling, WrittenHpa, WrittenMetric } from './autoscaling-schema.ts';

/** One HPA as a scenario writes it, with everything it left out. */
export interface PlannedHpa {
  readonly namespace: string;
  readonly name: string;
  readonly target: { readonly kind: string; readonly name: string; readonly selects: Readonly<Record<string, string>> };
  readonly min: number;
  readonly max: number;
  readonly replicas: number;
  readonly wanted: number;
  readonly updated: number;
  readonly ready: number;
  readonly metrics: readonly WrittenMetric[];
  readonly failing?: string | undefined;
  readonly halted?: string | undefined;
  readonly createdSeconds: number;
  readonly sinceSeconds: number;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

const THREE_DAYS = 259_200;

/** Every HPA a scenario writes, those with a `count` as often as it says. */
export function planHpas({ hpas, failing }: Autoscaling): readonly PlannedHpa[] {
  return hpas.flatMap((written) => {
    if (written.count === undefined) return [planHpa(written, failing)];
    return Array.from({ length: written.count }, (_, index) => planHpa(numbered(written, index + 1), failing));
  });
}

function planHpa(written: WrittenHpa, failing: string | undefined): PlannedHpa {
  const [namespace = '', name = ''] = written.hpa.split('/');
  const [kind = '', targetName = ''] = (written.target ?? `Deployment/${name}`).split('/');
  const { replicas } = written;
  return {
    namespace,
    name,
    target: { kind, name: targetName, selects: written.selects ?? { app: targetName } },
    min: written.min ?? 1,
    max: written.max,
    replicas,
    wanted: written.wanted ?? replicas,
    updated: written.updated ?? replicas,
    ready: written.ready ?? replicas,
    metrics: written.metrics,
    failing: written.failing ?? failing,
    halted: written.halted,
    createdSeconds: written.created ?? THREE_DAYS,
    sinceSeconds: written.since ?? 600,
    labels: written.labels,
  };
}

function numbered(written: WrittenHpa, number: number): WrittenHpa {
  const put = (text: string): string => text.replaceAll('#', String(number));
  const putAll = (labels: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, put(value)]));
  return {
    ...written,
    hpa: put(written.hpa),
    ...(written.target === undefined ? {} : { target: put(written.target) }),
    ...(written.labels === undefined ? {} : { labels: putAll(written.labels) }),
    metrics: written.metrics.map(({ stored, labels, ...metric }) => ({
      ...metric,
      name: put(metric.name),
      ...(labels === undefined ? {} : { labels: putAll(labels) }),
      ...(stored === undefined
        ? {}
        : {
            stored: {
              ...stored,
              value: Number((stored.value + (number - 1) * (stored.step ?? 0)).toFixed(6)),
              ...(stored.query === undefined ? {} : { query: put(stored.query) }),
              ...(stored.error === undefined ? {} : { error: put(stored.error) }),
            },
          }),
    })),
  };
}
