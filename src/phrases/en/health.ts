import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { HealthTopic } from '../../domain/health-facts.ts';
import { rowsOf } from '../health-names.ts';
import { number } from '../measure.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, join, plain, type Rich, say, strong } from '../rich.ts';
import { count, list } from './wording.ts';

const TOPICS = {
  status: 'the Agent itself',
  leader: 'the leader',
  events: 'events',
  metrics: 'external metrics',
  hpa: 'HPAs',
  checks: 'cluster checks',
  endpoints: 'endpoint checks',
  metadata: 'metadata',
  node: 'node Agents',
  logs: 'logs',
} as const satisfies Record<HealthTopic, string>;

function topics(rows: FactsByCode['health-overview']['rows']): Rich {
  return list(
    rows.map(({ topic }) => say`${TOPICS[topic]}`),
    4,
  );
}

function names(asked: readonly HealthTopic[]): Rich {
  return join(asked.map(code), ', ');
}

function overviewSum({ rows }: FactsByCode['health-overview']): Rich {
  const { bad, unknown, well } = rowsOf(rows);
  if (rows.length === 0) return strong`Nothing could be looked at, so the state of the Cluster Agent is unknown.`;
  if (bad.length === 0 && unknown.length === 0)
    return strong`All is well: ${count(rows.length, 'topic')} looked at, nothing wrong in any.`;
  const rest = unknown.length === 0 || bad.length === 0 ? [] : say`; ${number(unknown.length)} could not be judged`;
  return bad.length === 0
    ? strong`Nothing wrong in ${number(well.length)} of ${count(rows.length, 'topic')}; ${number(unknown.length)} could not be judged: ${topics(unknown)}.`
    : strong`Trouble in ${number(bad.length)} of ${count(rows.length, 'topic')}: ${topics(bad)}${rest}.`;
}

/** Everything at once, a line for each topic. */
export const health = {
  'health-overview': (facts, context) => {
    const { lines, ok } = rowsOf(facts.rows);
    const [first] = lines;
    return {
      sum: overviewSum(facts),
      lines: [
        ...lines.map(({ topics, verdict, top, more }) => ({
          verdict,
          say: say`${names(topics)}: ${top === null ? say`not known, for the reason told above.` : plain(context.sumOf(top))}${more === 0 ? [] : say` And ${number(more)} more.`}`,
        })),
        ...(ok.length === 0
          ? []
          : [
              {
                verdict: 'ok' as const,
                say: say`Well: ${names(ok.map(({ topic }) => topic))}`,
              },
            ]),
      ],
      teach: [
        say`Each line is the answer to a question of its own: ${code(`/dca ${first?.topics[0] ?? 'leader'}`)} asks for one alone and tells more.`,
        say`A topic of which something could not be read is not called well; it is unknown.`,
      ],
    };
  },
} satisfies Partial<FindingPhrases>;
