import fc from 'fast-check';

/** One change to a text. `at` and `to` are places in it, from 0 up to 1; `length` counts lines or characters. */
export interface Mutation {
  readonly kind: MutationKind;
  readonly at: number;
  readonly to: number;
  readonly length: number;
  /** What comes in. */
  readonly put: string;
  /** Name of the text that gets in between. */
  readonly other: string;
}

type Texts = Readonly<Record<string, string>>;
type Change = (text: string, mutation: Mutation, texts: Texts) => string;

const onLines =
  (change: (lines: readonly string[], start: number, mutation: Mutation, texts: Texts) => readonly string[]): Change =>
  (text, mutation, texts) => {
    const lines = text.split('\n');
    return change(lines, Math.floor(mutation.at * lines.length), mutation, texts).join('\n');
  };

const CHANGES = {
  'lose lines': onLines((lines, start, { length }) => lines.toSpliced(start, length + 1)),
  'double lines': onLines((lines, start, { length }) =>
    lines.toSpliced(start, 0, ...lines.slice(start, start + length + 1)),
  ),
  'move lines': onLines((lines, start, { length, to }) => {
    const left = lines.toSpliced(start, length + 1);
    return left.toSpliced(Math.floor(to * (left.length + 1)), 0, ...lines.slice(start, start + length + 1));
  }),
  'cut lines': onLines((lines, start, { length, to }) =>
    lines.map((line, i) => (i >= start && i <= start + length ? line.slice(0, Math.floor(to * line.length)) : line)),
  ),
  'flip characters': (text, { at, to, length }) => {
    const start = Math.floor(at * text.length);
    const flipped = Array.from(text.slice(start, start + (length % 8) + 1), (char) =>
      String.fromCharCode(char.charCodeAt(0) ^ (1 << Math.floor(to * 8))),
    );
    return text.slice(0, start) + flipped.join('') + text.slice(start + flipped.length);
  },
  'lose the end': (text, { at }) => {
    const bytes = Buffer.from(text);
    return bytes.subarray(0, Math.floor(at * bytes.length)).toString();
  },
  'lose the beginning': (text, { at }) => {
    const bytes = Buffer.from(text);
    return bytes.subarray(Math.floor(at * bytes.length)).toString();
  },
  'interleave another text': onLines((lines, start, { other, length }, texts) => {
    const others = (texts[other] ?? '').split('\n').slice(0, length + 1);
    const mixed = others.flatMap((line, i) => [line, ...lines.slice(start + i, start + i + 1)]);
    return [...lines.slice(0, start), ...mixed, ...lines.slice(start + others.length)];
  }),
  'put noise': (text, { at, length, put }) => {
    const start = Math.floor(at * text.length);
    return text.slice(0, start) + put + text.slice(start + length);
  },
} satisfies Record<string, Change>;

export type MutationKind = keyof typeof CHANGES;

/** Those that take away and put nothing in. */
export const LOSSES: ReadonlySet<MutationKind> = new Set(['lose lines', 'lose the end', 'lose the beginning']);

/** `texts`: what `other` names. */
export function mutate(text: string, mutations: readonly Mutation[], texts: Texts): string {
  return mutations.reduce((so, mutation) => CHANGES[mutation.kind](so, mutation, texts), text);
}

const COMMON_MARKS = [
  '\n',
  '\r',
  '\t',
  ' ',
  ': ',
  '=',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '0',
  '-',
  '\u001b[',
  '\u0000',
  '\ud800',
];

// Not `fc.double`, which draws among the numbers that a computer can write: nearly all of those are next to zero.
const place = fc.nat(2 ** 20 - 1).map((n) => n / 2 ** 20);
const noise = (marks: readonly string[]) => fc.oneof(fc.constantFrom(...COMMON_MARKS, ...marks), fc.string());

/** One to six changes. `marks`: what means something to the parser; `others`: names of the texts that may get in between. */
export function mutations(marks: readonly string[], others: readonly string[]): fc.Arbitrary<readonly Mutation[]> {
  const anything = (kinds: readonly MutationKind[]): fc.Arbitrary<Mutation> =>
    fc.record({
      kind: fc.constantFrom(...kinds),
      at: place,
      to: place,
      length: fc.oneof(fc.nat(3), fc.nat(60)),
      put: noise(marks),
      other: fc.constantFrom(...others),
    });
  const some = { minLength: 1, maxLength: 6 };
  const all = Object.keys(CHANGES) as MutationKind[];
  return fc.oneof(fc.array(anything(all), some), fc.array(anything([...LOSSES]), some));
}

/** Texts of any characters, and of what means something to the parser in any order. */
export function anyText(marks: readonly string[]): fc.Arbitrary<string> {
  const words = fc.array(fc.constantFrom(...COMMON_MARKS, ...marks), { maxLength: 60 });
  return fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    words.map((all) => all.join('')),
    words.map((all) => all.join('\n')),
  );
}
