import type { Topic } from '../../src/diagnoses/rule.ts';
import { RULES } from '../../src/diagnoses/rules.ts';
import type { FindingCode } from '../../src/domain/finding.ts';
import type { FactsByCode } from '../../src/domain/finding-facts.ts';
import { LANGUAGES } from '../../src/domain/question.ts';
import type { FindingPhrase, PhraseContext } from '../../src/phrases/phrases.ts';
import { phrasesOf } from '../../src/phrases/phrases-of.ts';
import { textOf } from '../../src/phrases/rich.ts';
import { SAMPLE_FACTS } from '../phrases/sample-facts.ts';
import { type AskedTopic, topicChapter } from './topic-answers.ts';

const TITLES: Readonly<Record<Topic, string>> = {
  leader: 'Leader election',
  agent: 'The Agent itself',
  hpa: 'HorizontalPodAutoscalers on external metrics',
  'external-metrics': 'External metrics server',
  checks: 'Cluster checks and endpoint checks, one by one',
  'cluster-checks': 'Dispatching',
  metadata: 'Metadata map',
  node: 'Node Agents and their link to the Cluster Agent',
  events: 'Kubernetes events',
  logs: 'Logs',
  flare: 'Flares',
  text: 'Pasted text',
  delivery: 'What the Agent sends and injects',
  running: 'What could not be read',
};

const QUEUE = 'the queue and the registry of workers';
const REPORTS = 'two reports, finding by finding';
const STORED = 'the readings of a stored report';
const PIECES = 'what each piece of a text is, and what the other rules say of it';

/** What findings that no rule gives rest on. */
const LOOKED_AT = {
  'health-overview': 'the answers to all questions, over one reading',
  'compare-same': REPORTS,
  'compare-changed': REPORTS,
  'compare-impossible': REPORTS,
  'replay-same': STORED,
  'replay-differs': STORED,
  'replay-impossible': STORED,
  'text-healthy': PIECES,
  'text-too-little': PIECES,
  'answer-failed': QUEUE,
  'worker-silent': QUEUE,
  'worker-died': QUEUE,
  'queue-full': QUEUE,
  'question-stopped': QUEUE,
} as const satisfies { readonly [C in FindingCode]?: string };

type CodeWithoutRule = keyof typeof LOOKED_AT;

/** Codes that no rule gives: they tell of whole reports, of a text as such, or of the gateway and the worker. */
export const CODES_WITHOUT_RULE = Object.keys(LOOKED_AT) as readonly CodeWithoutRule[];

const CONTEXT: PhraseContext = {
  question: { kind: 'status' },
  cluster: 'example',
  origin: 'cluster',
  namespace: 'datadog',
  container: 'cluster-agent',
  deployment: 'datadog-cluster-agent',
  leader: 'datadog-cluster-agent-6c9c858f76-8qmb7',
  installer: 'helm',
  now: '2026-11-23T18:35:50Z',
  codes: [],
  sumOf: () => [],
};

/** docs/findings.md, from what the simulated cluster answered, the rules and the phrases. `npm run docs` writes it. */
export function findingsDoc(topics: readonly AskedTopic[]): string {
  const told = new Set<FindingCode>();
  // A code that several rules give is told with the first.
  const isNew = (code: FindingCode) => !told.has(code) && told.add(code) !== undefined;
  const sections = Object.entries(TITLES).flatMap(([topic, title]) => {
    const rows = RULES.filter((rule) => rule.topic === topic).flatMap(({ codes, looksAt }) =>
      codes.filter(isNew).map((code) => row(code, looksAt)),
    );
    return rows.length === 0 ? [] : [table(title, rows)];
  });
  const own = CODES_WITHOUT_RULE.filter(isNew).map((code) => row(code, LOOKED_AT[code]));
  return `# Findings

What dca-bot says: [topic by topic](#topic-by-topic), as answers of a cluster in which it works and of one in which it does not,
and [code by code](#code-by-code), every finding with one example. Made by \`npm run docs\` from the rules and from what
[scenarios](../simulator/cluster/README.md) of the simulated cluster answer; do not edit.

## Topic by topic

${topics.map(topicChapter).join('\n\n')}

## Code by code

${[...sections, table('Whole reports, texts, and dca-bot itself', own)].join('\n\n')}
`;
}

function table(title: string, rows: readonly string[]): string {
  return `### ${title}\n\n| Code | Says, for example | 日本語 | Looks at |\n|---|---|---|---|\n${rows.join('\n')}`;
}

function row<C extends FindingCode>(code: C, looksAt: string): string {
  const [facts] = SAMPLE_FACTS[code] as readonly FactsByCode[C][];
  if (facts === undefined) throw new Error(`${code} has no sample facts`);
  const said = LANGUAGES.map((language) => {
    const phrase = phrasesOf(language).findings[code] as FindingPhrase<C>;
    return textOf(phrase(facts, CONTEXT).sum).replaceAll('|', '\\|');
  });
  return `| \`${code}\` | ${said.join(' | ')} | ${looksAt} |`;
}
