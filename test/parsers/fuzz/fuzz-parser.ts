import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../seeded-random.ts';
import { FUZZ_SEED, FUZZ_TIMEOUT, tryOften } from './fuzz-runs.ts';
import { disguise, disguiseEverywhere, HARMLESS, type Harmless } from './harmless.ts';
import { anyText, LOSSES, type MutationKind, mutate, mutations } from './mutations.ts';

/** A sample after mutations. */
export interface Damage {
  readonly sample: string;
  readonly whole: string;
  readonly text: string;
  readonly kinds: readonly MutationKind[];
  /** Nothing came in and nothing moved: all that can be wrong is that something is missing. */
  readonly onlyLost: boolean;
}

export interface FuzzedParser<Parsed> {
  readonly name: string;
  /** Whole texts by their names. At least one must be `healthy`. */
  readonly samples: Readonly<Record<string, string>>;
  /** Texts of other kinds: they get in between and are damaged alike, but nothing is said of their verdict. */
  readonly others?: Readonly<Record<string, string>>;
  readonly parse: (text: string) => Parsed;
  /** `healthy`: what was read claims to be all there is, and well. */
  readonly verdictOf: (parsed: Parsed) => 'healthy' | 'other';
  /** Which damage must show. Default: any; a parser cannot see that a name is another name, so most say less. */
  readonly mustNotBeHealthyWhen?: (damage: Damage) => boolean;
  /** What holds of whatever was read from any text. */
  readonly expectAlways?: (parsed: Parsed) => void;
  /** Words and signs that mean something to the parser. */
  readonly marks?: readonly string[];
  /** What is harmless elsewhere and changes the value here. */
  readonly seesThroughAllBut?: readonly Harmless[];
}

/** Tests a parser with texts that nobody would write. None of them may make it throw. */
export function fuzzParser<Parsed>(parser: FuzzedParser<Parsed>): void {
  const { samples, parse, verdictOf, mustNotBeHealthyWhen = () => true, expectAlways, marks = [] } = parser;
  const { others = {}, seesThroughAllBut: lacking = [] } = parser;
  const texts = { ...samples, ...others };
  const names = Object.keys(samples);
  const textOf = (sample: string) => samples[sample] ?? '';
  const sampleNames = fc.constantFrom(...names);

  describe(`${parser.name} (DCA_TEST_SEED=${FUZZ_SEED})`, () => {
    it('takes any text', { timeout: FUZZ_TIMEOUT }, () =>
      tryOften(
        fc.property(anyText(marks), (text) => {
          const parsed = parse(text);
          expectAlways?.(parsed);
        }),
      ),
    );

    it('takes damaged texts, and calls none of them healthy', { timeout: FUZZ_TIMEOUT }, async () => {
      const healthy = names.filter((name) => verdictOf(parse(textOf(name))) === 'healthy');
      let judged = 0;
      const damages = mutations(marks, Object.keys(texts));
      await tryOften(
        fc.property(fc.constantFrom(...Object.keys(texts)), damages, (sample, done) => {
          const whole = texts[sample] ?? '';
          const text = mutate(whole, done, texts);
          const parsed = parse(text);
          expectAlways?.(parsed);
          const kinds = done.map(({ kind }) => kind);
          const onlyLost = kinds.every((kind) => LOSSES.has(kind));
          if (!(sample in samples) || text === whole || !mustNotBeHealthyWhen({ sample, whole, text, kinds, onlyLost }))
            return;
          if (healthy.includes(sample)) judged += 1;
          expect(verdictOf(parsed), text).toBe('other');
        }),
      );
      // Where every sample is called something else anyway, or no damage counts, nothing was tested.
      expect(judged).toBeGreaterThan(0);
    });

    it('reads the same from a text that was changed without harm', { timeout: FUZZ_TIMEOUT }, () => {
      const kinds = fc.subarray(
        HARMLESS.filter((kind) => !lacking.includes(kind)),
        { minLength: 1 },
      );
      const values = new Map(names.map((name) => [name, parse(textOf(name))]));
      return tryOften(
        fc.property(sampleNames, kinds, fc.nat(), (sample, some, seed) => {
          const parsed = parse(disguise(textOf(sample), some, seeded(seed)));
          // Vitest's own comparison takes a hundred times as long, and says where they differ.
          if (!isDeepStrictEqual(parsed, values.get(sample))) expect(parsed, sample).toStrictEqual(values.get(sample));
        }),
      );
    });

    it.each(lacking)('does not see through %s', (kind) => {
      const same = names.filter((name) =>
        isDeepStrictEqual(parse(disguiseEverywhere(textOf(name), kind)), parse(textOf(name))),
      );
      expect(same).not.toEqual(names);
    });
  });
}
