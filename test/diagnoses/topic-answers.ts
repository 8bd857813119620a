import { LANGUAGES } from '../../src/domain/question.ts';
import type { Report } from '../../src/domain/report.ts';
import { answerQuestion } from '../../src/engine/answer-question.ts';
import { parseQuestion } from '../../src/parsers/question/parse-question.ts';
import { openSimulated } from '../kube/open-simulated.ts';
import { sideBySide } from './markdown-answer.ts';

/** A question, a scenario in which all that it asks about works, and one in which it does not. */
interface TopicQuestion {
  readonly healthy: readonly [scenario: string, words: string];
  readonly broken: readonly [scenario: string, words: string];
}

/** What people ask of a Cluster Agent, topic by topic. */
const TOPICS: Readonly<Record<string, readonly TopicQuestion[]>> = {
  'Leader and events': [
    { healthy: ['leader-and-follower', 'leader'], broken: ['two-leaders', 'leader'] },
    { healthy: ['events-healthy', 'events'], broken: ['events-forbidden', 'events'] },
  ],
  'Metadata map': [{ healthy: ['metadata-healthy', 'metadata'], broken: ['metadata-node-missing', 'metadata'] }],
  'Node Agent connection': [{ healthy: ['node-connected', 'node'], broken: ['node-token-mismatch', 'node'] }],
  'Metrics server and flare': [
    { healthy: ['hpa-held-at-black-friday', 'metrics'], broken: ['hpa-metrics-api-blocked', 'metrics'] },
    { healthy: ['flare-ready', 'flare'], broken: ['flare-failed', 'flare'] },
  ],
  'HPA errors': [
    { healthy: ['hpa-held-at-black-friday', 'hpa shop/catalog'], broken: ['hpa-keys-rejected', 'hpa shop/web-1'] },
  ],
  'HPA numbers': [
    { healthy: ['hpa-datadogmetric-stale', 'hpa load/api-7'], broken: ['hpa-shared-metric', 'hpa nginxext'] },
  ],
  'Cluster checks': [{ healthy: ['checks-healthy', 'checks'], broken: ['checks-failing', 'checks'] }],
  'Endpoint checks': [{ healthy: ['checks-healthy', 'endpoints'], broken: ['endpoints-not-received', 'endpoints'] }],
};

/** Every moment of a scenario is moved to this one, so that an answer is the same each time. */
const NOW = Date.parse('2026-11-23T18:35:50Z');
const DEADLINE_MS = 60_000;

export interface Asked {
  readonly scenario: string;
  readonly description: Readonly<Record<string, string>>;
  readonly words: string;
  readonly report: Report;
}

/** Asks the simulated cluster, at a clock that stands still. */
async function askScenario(scenario: string, words: string): Promise<Asked> {
  const parsed = parseQuestion(words);
  if (!parsed.ok) throw new Error(`${words} is no question`);
  const now = () => NOW;
  const { simulated, reader, close } = await openSimulated(scenario, now);
  try {
    const options = { exec: true, cluster: 'example', clock: now, deadlineMs: DEADLINE_MS };
    const report = await answerQuestion(reader, parsed.question, options);
    const { description } = simulated.scenario;
    if (description?.en === undefined || description.ja === undefined) throw new Error(`${scenario} is not described`);
    return { scenario, description: { en: description.en, ja: description.ja }, words, report };
  } finally {
    await close();
  }
}

export interface AskedTopic {
  readonly title: string;
  readonly questions: readonly { readonly healthy: Asked; readonly broken: Asked }[];
}

/** Asks every question of every topic. */
export async function askTopics(): Promise<readonly AskedTopic[]> {
  const topics: AskedTopic[] = [];
  for (const [title, asked] of Object.entries(TOPICS)) {
    const questions = asked.map(async ({ healthy, broken }) => ({
      healthy: await askScenario(...healthy),
      broken: await askScenario(...broken),
    }));
    topics.push({ title, questions: await Promise.all(questions) });
  }
  return topics;
}

/** A chapter of docs/findings.md: each question with both answers, in all languages side by side. */
export function topicChapter({ title, questions }: AskedTopic): string {
  return [`### ${title}`, ...questions.flatMap(({ healthy, broken }) => [answer(healthy), answer(broken)])].join(
    '\n\n',
  );
}

function answer({ scenario, description, words, report }: Asked): string {
  const told = LANGUAGES.map((language) => description[language] ?? '').join(' · ');
  return `**\`/dca ${words}\`** in [\`${scenario}\`](../simulator/cluster/scenarios/${scenario}): ${told}

${sideBySide(report)}`;
}
