import type { Topic } from '../../src/diagnoses/rule.ts';
import { RULES } from '../../src/diagnoses/rules.ts';
import type { FindingCode } from '../../src/domain/finding.ts';
import type { FactsByCode } from '../../src/domain/finding-facts.ts';
import type { FindingPhrase, PhraseContext } from '../../src/phrases/phrases.ts';
import { phrasesOf } from '../../src/phrases/phrases-of.ts';
import { textOf } from '../../src/phrases/rich.ts';
import { SAMPLE_FACTS } from '../phrases/sample-facts.ts';

const TITLES: Readonly<Record<Topic, string>> = {
  leader: 'Leader election',
  agent: 'The Agent itself',
  hpa: 'HorizontalPodAutoscalers on external metrics',
  'external-metrics': 'External metrics server',
  checks: 'Cluster checks and endpoint checks, one by one',
  'cluster-checks': 'Dispatching',
  logs: 'Logs',
  delivery: 'What the Agent sends and injects',
  running: 'What could not be read',
};

/** Codes that no rule gives: the gateway and the worker tell of themselves. */
export const CODES_WITHOUT_RULE: readonly FindingCode[] = [
  'worker-silent',
  'worker-died',
  'queue-full',
  'question-stopped',
];

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
};

/** docs/findings.md, from the rules and the English phrases. `npm run docs` writes it. */
export function findingsDoc(): string {
  const told = new Set<FindingCode>();
  // A code that several rules give is told with the first.
  const isNew = (code: FindingCode) => !told.has(code) && told.add(code) !== undefined;
  const sections = Object.entries(TITLES).map(([topic, title]) => {
    const rows = RULES.filter((rule) => rule.topic === topic).flatMap(({ codes, looksAt }) =>
      codes.filter(isNew).map((code) => row(code, looksAt)),
    );
    return table(title, rows);
  });
  const own = CODES_WITHOUT_RULE.map((code) => row(code, 'the queue and the registry of workers'));
  return `# Findings

Every finding dca-bot can give, with one example of what it says. Made from the rules by \`npm run docs\`; do not edit.

${[...sections, table('dca-bot itself', own)].join('\n\n')}
`;
}

function table(title: string, rows: readonly string[]): string {
  return `## ${title}\n\n| Code | Says, for example | Looks at |\n|---|---|---|\n${rows.join('\n')}`;
}

function row<C extends FindingCode>(code: C, looksAt: string): string {
  const [facts] = SAMPLE_FACTS[code] as readonly FactsByCode[C][];
  if (facts === undefined) throw new Error(`${code} has no sample facts`);
  const phrase = phrasesOf('en').findings[code] as FindingPhrase<C>;
  const { sum } = phrase(facts, CONTEXT);
  return `| \`${code}\` | ${textOf(sum).replaceAll('|', '\\|')} | ${looksAt} |`;
}
