import type { Depth, Language, Manner } from '../domain/question.ts';

export interface MannerFlags {
  readonly lang?: Language;
  readonly depth: Depth;
  readonly json?: boolean;
  readonly color: boolean;
}

/** How to answer in this terminal: the flag, else the words' own `--lang`, else the locale of the environment. */
export function mannerOf(flags: MannerFlags, words: Manner | undefined, env: NodeJS.ProcessEnv) {
  const language: Language = flags.lang ?? words?.language ?? localeLanguage(env);
  const depth: Depth = flags.depth === 'normal' ? (words?.depth ?? 'normal') : flags.depth;
  return { language, depth };
}

/** Japanese where the environment's locale is; `LC_ALL` beats `LC_MESSAGES` beats `LANG`, as in POSIX. */
export function localeLanguage(env: NodeJS.ProcessEnv): Language {
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== '');
  return locale?.startsWith('ja') ? 'ja' : 'en';
}
