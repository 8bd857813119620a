import { DEPTHS, type Depth, LANGUAGES, type Language, type Manner, type Question } from '../../domain/question.ts';
import { editDistance } from './edit-distance.ts';
import { plainWords } from './plain-words.ts';
import { ALIASES, ASKABLE, type AskableKind, FILLERS, OWNERS, PHRASES, WHY_WORDS } from './words.ts';

/** Slack's own messages reach 40,000 characters; no question needs more than this. */
export const MAX_QUESTION_LENGTH = 3_000;

export type ParsedQuestion =
  | { readonly ok: true; readonly question: Question; readonly manner: Manner }
  | {
      readonly ok: false;
      readonly why: 'empty' | 'too-long' | 'unknown-word' | 'bad-option';
      /** The word that could not be read; '' where none is to blame. At most 100 characters. */
      readonly word: string;
      /** Legal words in its place, the likeliest first; never empty. */
      readonly suggestions: readonly string[];
    };

type Failure = Extract<ParsedQuestion, { ok: false }>;

const CLUSTER_NAME = /^[A-Za-z0-9][A-Za-z0-9._@:/-]{0,199}$/;
const OPTIONS = ['--cluster', '--lang', '--depth'] as const;
const OPTION_ALIASES: ReadonlyMap<string, (typeof OPTIONS)[number]> = new Map([
  ['--cluster', '--cluster'],
  ['-c', '--cluster'],
  ['--lang', '--lang'],
  ['--language', '--lang'],
  ['-l', '--lang'],
  ['--depth', '--depth'],
  ['-d', '--depth'],
]);
const LANGUAGE_WORDS: ReadonlyMap<string, Language> = new Map([
  ['en', 'en'],
  ['english', 'en'],
  ['英語', 'en'],
  ['ja', 'ja'],
  ['jp', 'ja'],
  ['japanese', 'ja'],
  ['日本語', 'ja'],
]);

interface Draft {
  kind?: AskableKind;
  cluster?: string;
  language?: Language;
  depth?: Depth;
  why: boolean;
  /** The kind came from a word that can also say whose answer is meant: `cluster status` asks for the status. */
  kindIsOwner: boolean;
}

/**
 * Reads the words after `/dca`, a mention or `dca ask`: one question, `on CLUSTER` or `--cluster`, `--lang`, `--depth`,
 * `why` for the depth `teach`. Says which word it could not read and what would be legal in its place.
 */
export function parseQuestion(words: string): ParsedQuestion {
  if (words.length > MAX_QUESTION_LENGTH) {
    return failure('too-long', '', ASKABLE);
  }
  const list = plainWords(words);
  if (list.length === 0) {
    return failure('empty', '', ASKABLE);
  }
  const draft: Draft = { why: false, kindIsOwner: false };
  for (let at = 0; at < list.length; ) {
    const step = takeOption(draft, list, at) ?? takeCluster(draft, list, at) ?? takeKind(draft, list, at);
    if (typeof step !== 'number') {
      return step;
    }
    at += step;
  }
  if (draft.kind === undefined) {
    // `why` alone and `on prod` alone ask for the whole picture; fillers alone ask for nothing.
    if (!draft.why && draft.cluster === undefined) {
      return failure('empty', '', ASKABLE);
    }
    draft.kind = 'status';
  }
  const depth = draft.depth ?? (draft.why ? 'teach' : 'normal');
  return {
    ok: true,
    question: { kind: draft.kind, ...(draft.cluster !== undefined && { cluster: draft.cluster }) },
    manner: { ...(draft.language !== undefined && { language: draft.language }), depth },
  };
}

/** How many words were taken, a failure, or `undefined` when the words are of another sort. */
type Step = number | Failure | undefined;

function takeOption(draft: Draft, list: readonly string[], at: number): Step {
  const text = list[at]!;
  if (!text.startsWith('-') || ALIASES.has(text.toLowerCase())) {
    return undefined;
  }
  const equals = text.indexOf('=');
  const name = (equals < 0 ? text : text.slice(0, equals)).toLowerCase();
  const option = OPTION_ALIASES.get(name);
  if (option === undefined) {
    return failure('bad-option', text, nearest(name, OPTIONS));
  }
  const value = equals < 0 ? list[at + 1] : text.slice(equals + 1);
  if (value === undefined || value === '') {
    return failure('bad-option', option, legalValues(option));
  }
  return setOption(draft, option, value) ?? (equals < 0 ? 2 : 1);
}

function setOption(draft: Draft, option: (typeof OPTIONS)[number], value: string): Failure | undefined {
  const word = value.toLowerCase();
  const language = LANGUAGE_WORDS.get(word);
  const depth = DEPTHS.find((candidate) => candidate === word);
  if (option === '--cluster' && CLUSTER_NAME.test(value)) {
    draft.cluster = value;
  } else if (option === '--lang' && language !== undefined) {
    draft.language = language;
  } else if (option === '--depth' && depth !== undefined) {
    draft.depth = depth;
  } else {
    return failure('bad-option', value, legalValues(option));
  }
  return undefined;
}

function legalValues(option: (typeof OPTIONS)[number]): readonly string[] {
  switch (option) {
    case '--cluster':
      return ['--cluster NAME'];
    case '--lang':
      return LANGUAGES.map((language) => `--lang ${language}`);
    case '--depth':
      return DEPTHS.map((depth) => `--depth ${depth}`);
  }
}

// `on prod-eu`, `in the cluster prod-eu`, and `cluster prod-eu` after the question itself.
function takeCluster(draft: Draft, list: readonly string[], at: number): Step {
  const word = list[at]!.toLowerCase();
  const next = bare(list[at + 1] ?? '');
  const namesNothing = next === '' || FILLERS.has(next) || ALIASES.has(next) || next.startsWith('-');
  const leadsTo =
    word === 'on' ||
    ((word === 'in' || word === 'for') && (!namesNothing || next === 'the' || next === 'cluster')) ||
    (word === 'cluster' && draft.kind !== undefined && !namesNothing);
  if (!leadsTo) {
    return undefined;
  }
  let skip = 1;
  while (['the', 'cluster'].includes(list[at + skip]?.toLowerCase() ?? '')) {
    skip += 1;
  }
  const name = list[at + skip]?.replace(/\?{1,20}$/, '');
  if (name === undefined || name === '') {
    return failure('bad-option', list[at]!, legalValues('--cluster'));
  }
  return setOption(draft, '--cluster', name) ?? skip + 1;
}

function takeKind(draft: Draft, list: readonly string[], at: number): number | Failure {
  const word = list[at]!;
  const text = bare(word);
  for (const [phrase, kind] of PHRASES) {
    if (phrase.every((part, i) => bare(list[at + i] ?? '') === part)) {
      return setKind(draft, kind, word) ?? phrase.length;
    }
  }
  if (WHY_WORDS.has(text)) {
    draft.why = true;
    return 1;
  }
  const kind = ALIASES.get(text);
  // In `leader of the agent` the last word only says whose leader.
  if (kind !== undefined && !(draft.kind !== undefined && OWNERS.has(text))) {
    const failed = setKind(draft, kind, word);
    draft.kindIsOwner = OWNERS.has(text);
    return failed ?? 1;
  }
  return kind !== undefined || FILLERS.has(text) ? 1 : failure('unknown-word', word, nearest(text, ASKABLE));
}

function setKind(draft: Draft, kind: AskableKind, word: string): Failure | undefined {
  if (draft.kind !== undefined && draft.kind !== kind && !draft.kindIsOwner) {
    // One answer per question; the second word is named instead of guessing which of the two was meant.
    return failure('unknown-word', word, [draft.kind, kind]);
  }
  draft.kind = kind;
  return undefined;
}

/** `Leader?` is the word `leader`; a question mark alone is the alias of `help`. */
function bare(word: string): string {
  const lower = word.toLowerCase();
  return /^\?{1,2}$/.test(lower) ? lower : lower.replace(/[?!]{1,20}$/, '');
}

/** The legal words by distance, those that are near first; all of them when none is, so that what exists is always told. */
function nearest(word: string, legal: readonly string[]): readonly string[] {
  const near = legal
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
  return near.length > 0 ? near : legal;
}

function failure(why: Failure['why'], word: string, suggestions: readonly string[]): Failure {
  return { ok: false, why, word: word.slice(0, 100), suggestions };
}
