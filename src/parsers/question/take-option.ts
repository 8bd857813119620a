import { isLabelName } from '../../domain/kubernetes-names.ts';
import { DEPTHS, LANGUAGES, type Language } from '../../domain/question.ts';
import { bareWord } from './bare-word.ts';
import type { Draft, Step } from './draft.ts';
import { nearestWords } from './nearest-words.ts';
import { type Failure, failure } from './parsed-question.ts';
import type { PlainWord } from './plain-words.ts';
import { ALIASES } from './words.ts';

/** A list of this many pages is longer than any cluster's. */
export const MAX_PAGE = 9_999;

const CLUSTER_NAME = /^[A-Za-z0-9][A-Za-z0-9._@:/-]{0,199}$/;

/** Also names of contexts of a kubeconfig. */
export function isClusterName(text: string): boolean {
  return CLUSTER_NAME.test(text);
}

const OPTIONS = ['--cluster', '--lang', '--depth', '--namespace', '--page'] as const;
type Option = (typeof OPTIONS)[number];
const OPTION_ALIASES: ReadonlyMap<string, Option> = new Map([
  ['--cluster', '--cluster'],
  ['-c', '--cluster'],
  ['--lang', '--lang'],
  ['--language', '--lang'],
  ['-l', '--lang'],
  ['--depth', '--depth'],
  ['-d', '--depth'],
  ['--namespace', '--namespace'],
  ['--ns', '--namespace'],
  ['-n', '--namespace'],
  ['--page', '--page'],
]);
/** `kubectl`'s way to say what is meant anyway where no namespace is given. */
const EVERYWHERE: ReadonlySet<string> = new Set(['-A', '--all-namespaces']);
const LANGUAGE_WORDS: ReadonlyMap<string, Language> = new Map([
  ['en', 'en'],
  ['english', 'en'],
  ['英語', 'en'],
  ['ja', 'ja'],
  ['jp', 'ja'],
  ['japanese', 'ja'],
  ['日本語', 'ja'],
]);

/** `--cluster prod`, `-n=shop` and the like. */
export function takeOption(draft: Draft, list: readonly PlainWord[], at: number): Step {
  const text = list[at]!.text;
  if (!text.startsWith('-') || ALIASES.has(text.toLowerCase())) {
    return undefined;
  }
  if (EVERYWHERE.has(text)) {
    return 1;
  }
  const equals = text.indexOf('=');
  const name = (equals < 0 ? text : text.slice(0, equals)).toLowerCase();
  const option = OPTION_ALIASES.get(name);
  if (option === undefined) {
    return failure('bad-option', text, nearestWords(name, OPTIONS));
  }
  const value = equals < 0 ? list[at + 1]?.text : text.slice(equals + 1);
  if (value === undefined || value === '') {
    return failure('bad-option', option, legalValues(option));
  }
  return setOption(draft, option, value) ?? (equals < 0 ? 2 : 1);
}

export function setOption(draft: Draft, option: Option, value: string): Failure | undefined {
  const word = bareWord(value);
  switch (option) {
    case '--cluster':
      if (!isClusterName(value)) break;
      draft.cluster = value;
      return undefined;
    case '--lang': {
      const language = LANGUAGE_WORDS.get(word);
      if (language === undefined) break;
      draft.language = language;
      return undefined;
    }
    case '--depth': {
      const depth = DEPTHS.find((candidate) => candidate === word);
      if (depth === undefined) break;
      draft.depth = depth;
      return undefined;
    }
    case '--namespace':
      if (value.startsWith('-')) return failure('bad-option', option, legalValues(option));
      if (!isLabelName(word)) return failure('bad-name', value, legalValues(option));
      draft.namespace = word;
      return undefined;
    case '--page': {
      const page = /^\d{1,4}$/.test(word) ? Number(word) : 0;
      if (page < 1 || page > MAX_PAGE) break;
      draft.page = page;
      return undefined;
    }
  }
  return failure('bad-option', value, legalValues(option));
}

export function legalValues(option: Option): readonly string[] {
  switch (option) {
    case '--cluster':
      return ['--cluster NAME'];
    case '--lang':
      return LANGUAGES.map((language) => `--lang ${language}`);
    case '--depth':
      return DEPTHS.map((depth) => `--depth ${depth}`);
    case '--namespace':
      return ['--namespace NAME'];
    case '--page':
      return ['--page NUMBER'];
  }
}
