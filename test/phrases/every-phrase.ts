import type { Finding, FindingCode } from '../../src/domain/finding.ts';
import type { Language } from '../../src/domain/question.ts';
import type { FindingWords, PhraseContext } from '../../src/phrases/phrases.ts';
import { phrasesOf } from '../../src/phrases/phrases-of.ts';
import { code, type Rich, say, textOf } from '../../src/phrases/rich.ts';
import { SAMPLE_FACTS } from './sample-facts.ts';

/** Stands in for the sentence of another finding, in letters of both languages. */
export function aboutAnother({ code: name, verdict }: Finding): Rich {
  return say`${code(name)} の判定 ${code(verdict)}.`;
}

export const CONTEXTS: readonly PhraseContext[] = [
  {
    question: { kind: 'status' },
    cluster: 'example',
    now: '2026-11-23T18:35:50Z',
    origin: 'cluster',
    namespace: 'datadog',
    container: 'cluster-agent',
    deployment: 'datadog-cluster-agent',
    leader: 'datadog-cluster-agent-6c9c858f76-8qmb7',
    installer: 'helm',
    codes: [],
    sumOf: aboutAnother,
  },
  {
    question: { kind: 'explain' },
    cluster: '',
    now: '2026-11-24T08:00:00Z',
    origin: 'text',
    namespace: null,
    container: 'cluster-agent',
    deployment: null,
    leader: null,
    installer: 'unknown',
    codes: [],
    sumOf: aboutAnother,
  },
  {
    question: { kind: 'leader' },
    cluster: 'example',
    now: '2026-11-23T18:35:50Z',
    origin: 'cluster',
    namespace: 'datadog',
    container: 'cluster-agent',
    deployment: null,
    leader: null,
    installer: 'operator',
    codes: [],
    sumOf: aboutAnother,
  },
];

export const CODES = Object.keys(SAMPLE_FACTS) as readonly FindingCode[];

/** The words of every sample of a code, in every context. */
export function wordsOfCode<C extends FindingCode>(code: C, language: Language): readonly FindingWords[] {
  const phrase = phrasesOf(language).findings[code];
  return SAMPLE_FACTS[code].flatMap((facts) => CONTEXTS.map((context) => phrase(facts, context)));
}

/** Every sentence of the words of a finding, with the place it stands in. */
export function sentences(words: FindingWords): readonly (readonly [place: string, rich: Rich])[] {
  const many = (place: string, list: readonly Rich[] = []) => list.map((rich) => [place, rich] as const);
  return [
    ['sum', words.sum],
    ...many(
      'lines',
      words.lines?.map((line) => line.say),
    ),
    ...many('points', words.points),
    ...many('effect', words.effect && [words.effect]),
    ...many('notAtFault', words.notAtFault && [words.notAtFault]),
    ...many('remedy', words.remedy && [words.remedy.say]),
    ...many('notSeen', words.notSeen),
    ...many('teach', words.teach),
  ];
}

/** Our own words of a sentence, without the data in it. */
export function ownWords(rich: Rich): string {
  return rich
    .filter(({ code }) => !code)
    .map(({ text }) => text)
    .join('');
}

export function allText(words: FindingWords): string {
  const { command = '', yaml = '', link } = words.remedy ?? {};
  const said = sentences(words).map(([, rich]) => textOf(rich));
  return [...said, command, yaml, link?.url ?? '', ...(words.see ?? [])].join('\n');
}
