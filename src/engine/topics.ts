import type { Topic } from '../diagnoses/rule.ts';
import type { HealthTopic } from '../domain/health-facts.ts';
import type { QuestionKind } from '../domain/question.ts';

/** What a question is about, in the order of telling. Topics beside it add only what is not harmless. */
interface Topics {
  readonly asked: readonly Topic[];
  readonly beside: readonly Topic[];
}

const EVERYTHING: readonly Topic[] = [
  'text',
  'agent',
  'leader',
  'events',
  'hpa',
  'external-metrics',
  'checks',
  'cluster-checks',
  'metadata',
  'node',
  'logs',
  'flare',
  'delivery',
  'running',
];

const BESIDE: readonly Topic[] = ['agent', 'leader', 'running'];

const TOPICS: Partial<Record<QuestionKind, Topics>> = {
  leader: { asked: ['leader'], beside: ['agent', 'running'] },
  hpa: { asked: ['hpa'], beside: ['external-metrics', ...BESIDE] },
  metrics: { asked: ['external-metrics', 'hpa'], beside: BESIDE },
  checks: { asked: ['checks', 'cluster-checks'], beside: BESIDE },
  endpoints: { asked: ['checks', 'cluster-checks'], beside: BESIDE },
  metadata: { asked: ['metadata'], beside: BESIDE },
  node: { asked: ['node'], beside: BESIDE },
  events: { asked: ['events', 'leader'], beside: ['agent', 'running'] },
  logs: { asked: ['logs'], beside: BESIDE },
  flare: {
    asked: ['flare'],
    beside: ['agent', 'leader', 'events', 'external-metrics', 'cluster-checks', 'logs', 'delivery', 'running'],
  },
};

export function topicsOf(kind: QuestionKind): Topics {
  return TOPICS[kind] ?? { asked: EVERYTHING, beside: [] };
}

/** What a row of `health` is about: its own matter alone, since what strikes all of them has a row as well. */
export const HEALTH_ROWS: Readonly<Record<HealthTopic, readonly Topic[]>> = {
  status: ['agent', 'delivery'],
  leader: ['leader'],
  events: ['events'],
  metrics: ['external-metrics'],
  hpa: ['hpa'],
  checks: ['checks', 'cluster-checks'],
  endpoints: ['checks', 'cluster-checks'],
  metadata: ['metadata'],
  node: ['node'],
  logs: ['logs'],
};
