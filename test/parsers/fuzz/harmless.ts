import type { Random } from '../../seeded-random.ts';

const AGENT_LOG = '2026-11-24 00:00:01 UTC | CLUSTER | WARN | (pkg/util/log/log.go:640 in func1) | some words: more';
const KLOG = 'W1124 00:00:02.345678   90123 warnings.go:70] v1 ComponentStatus is deprecated in v1.19+';

type Change = (text: string, random: Random) => string;

const behindLines =
  (put: string): Change =>
  (text, random) =>
    text.replaceAll('\n', () => (random() < 0.5 ? `\n${put}\n` : '\n'));

/** What happens to a text on its way and means nothing, each at some places in it. Line breaks come last. */
const CHANGES = {
  colours: (text, random) =>
    text.replaceAll(/[^\s"]+/g, (word) => (random() < 0.5 ? `\u001b[34m${word}\u001b[0m` : word)),
  'log lines of the Agent': behindLines(AGENT_LOG),
  'klog lines': behindLines(KLOG),
  'klog lines in front': (text) => `${KLOG}\n${KLOG}\n${text}`,
  'blank lines': behindLines('  \n'),
  'trailing spaces': (text, random) => text.replaceAll('\n', () => (random() < 0.5 ? '   \n' : '\n')),
  CRLF: (text) => text.replaceAll('\n', '\r\n'),
} satisfies Record<string, Change>;

export type Harmless = keyof typeof CHANGES;

export const HARMLESS = Object.keys(CHANGES) as readonly Harmless[];

/** The text after these changes. */
export function disguise(text: string, kinds: readonly Harmless[], random: Random): string {
  return HARMLESS.filter((kind) => kinds.includes(kind)).reduce((so, kind) => CHANGES[kind](so, random), text);
}

/** The text after one change at every place where it can happen. */
export function disguiseEverywhere(text: string, kind: Harmless): string {
  return disguise(text, [kind], () => 0);
}
