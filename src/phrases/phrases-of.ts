import type { Language } from '../domain/question.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Phrases } from './phrases.ts';

const PHRASES = { en, ja } as const satisfies Record<Language, Phrases>;

/** Everything a person reads, in their language. */
export function phrasesOf(language: Language): Phrases {
  return PHRASES[language];
}
