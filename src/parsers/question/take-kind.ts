import { bareWord } from './bare-word.ts';
import { CHECK_NOUNS } from './check-subject.ts';
import type { Draft } from './draft.ts';
import { type Failure, failure } from './parsed-question.ts';
import type { PlainWord } from './plain-words.ts';
import { questionText } from './question-text.ts';
import { ALIASES, ALL_WORDS, type AskableKind, CHECK_VERBS, FILLERS, OWNERS, PHRASES, WHY_WORDS } from './words.ts';

const PHRASES_FROM: ReadonlyMap<string, typeof PHRASES> = new Map(
  PHRASES.map(([[first = '']]) => [first, PHRASES.filter(([phrase]) => phrase[0] === first)]),
);

/** The word that says what is asked, one that changes nothing, or one that may be a name. */
export function takeKind(draft: Draft, list: readonly PlainWord[], at: number): number | Failure {
  const word = list[at]!.text;
  const text = bareWord(word);
  const direct = at === draft.hpaAt + 1;
  for (const [phrase, kind] of PHRASES_FROM.get(text) ?? []) {
    if (phrase.every((part, i) => bareWord(list[at + i]?.text ?? '') === part)) {
      return setKind(draft, kind, word, at + phrase.length - 1) ?? phrase.length;
    }
  }
  if (WHY_WORDS.has(text)) {
    draft.why = true;
    return 1;
  }
  if (CHECK_VERBS.has(text)) {
    draft.check = true;
    return 1;
  }
  draft.node ||= CHECK_NOUNS.get(text) === 'node';
  draft.all ||= ALL_WORDS.has(text);
  const kind = ALIASES.get(text);
  const owner = draft.kind !== undefined && OWNERS.has(text);
  if (kind === 'status' && owner && (direct || draft.kind === 'compare')) {
    // An HPA may well be called `agent`, and a cluster `dca`.
    draft.loose.push({ word, at, direct });
    return 1;
  }
  // In `leader of the agent` the last word only says whose leader.
  if (kind !== undefined && !owner) {
    const failed = setKind(draft, kind, word, at);
    draft.kindIsOwner = OWNERS.has(text);
    return failed ?? 1;
  }
  if (kind === undefined && !FILLERS.has(text)) {
    draft.loose.push({ word, at, direct });
  }
  return 1;
}

function setKind(draft: Draft, kind: AskableKind, word: string, at: number): Failure | undefined {
  const before = draft.kindIsOwner ? undefined : draft.kind;
  const together = before === undefined ? kind : combined(before, kind);
  if (together === undefined) {
    // One answer per question; the second word is named instead of guessing which of the two was meant.
    const asName =
      before === 'hpa' ? [questionText({ kind: before, subject: { name: bareWord(word), resource: 'hpa' } })] : [];
    return failure('unknown-word', word, [before!, kind, ...asName]);
  }
  draft.metricsToo ||= together === 'hpa' && (before === 'metrics' || kind === 'metrics');
  draft.kind = together;
  if (kind === 'hpa') {
    draft.hpaAt = at;
  }
  return undefined;
}

/** Pairs of questions that are one matter, with the one that answers both. */
const TOGETHER: readonly (readonly [AskableKind, AskableKind, AskableKind])[] = [
  ['hpa', 'metrics', 'hpa'],
  ['checks', 'endpoints', 'endpoints'],
  ['node', 'checks', 'checks'],
  ['node', 'endpoints', 'endpoints'],
  ['node', 'metadata', 'metadata'],
  ['leader', 'logs', 'logs'],
  ['leader', 'events', 'events'],
  ['leader', 'metadata', 'metadata'],
  ['leader', 'flare', 'flare'],
  ['leader', 'health', 'leader'],
  ['health', 'compare', 'compare'],
  ['clusters', 'compare', 'compare'],
  ['status', 'health', 'health'],
  ['status', 'flare', 'flare'],
  ...(['hpa', 'metrics', 'checks', 'endpoints', 'metadata', 'node', 'events', 'logs'] as const).flatMap((kind) =>
    (['status', 'health'] as const).map((whole) => [whole, kind, kind] as const),
  ),
];

/** `status of the hpas` asks for the HPAs, `logs of the leader` for the logs; other questions are asked one by one. */
function combined(first: AskableKind, second: AskableKind): AskableKind | undefined {
  if (first === second) {
    return first;
  }
  return TOGETHER.find(([a, b]) => (a === first && b === second) || (a === second && b === first))?.[2];
}
