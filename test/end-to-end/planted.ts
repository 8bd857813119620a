import { type Example, SECRET_EXAMPLES } from '../masking/secret-examples.ts';
import type { Random } from '../seeded-random.ts';

/** Secrets made up for one run, each under a number of its own that stands in front of it wherever it is planted. */
export interface Planter {
  /** A text with one secret of a rule; `plant-17 password=…`. */
  one(rule: keyof typeof SECRET_EXAMPLES): string;
  /** One text for every rule. */
  all(): readonly string[];
  readonly planted: readonly Example[];
}

export function createPlanter(random: Random): Planter {
  const planted: Example[] = [];
  const rules = Object.keys(SECRET_EXAMPLES) as (keyof typeof SECRET_EXAMPLES)[];
  const one: Planter['one'] = (rule) => {
    const example = SECRET_EXAMPLES[rule](random);
    planted.push(example);
    return `plant-${planted.length} ${example.text}`;
  };
  return { one, all: () => rules.map(one), planted };
}

/** How many planted texts something still holds, whether their secrets are masked or not. */
export function plantsIn(text: string): number {
  return text.match(/\bplant-\d+\b/g)?.length ?? 0;
}

/** The planted secrets of which any twelve characters stand in a text: a mask that cuts a secret in two has not hidden it. */
export function survivors(planted: readonly Example[], text: string): readonly string[] {
  const flat = text.replaceAll('\\n', '\n').replaceAll('session=', '');
  return planted
    .filter(({ secret }) => {
      // What every cookie and every key in PEM form begins and ends with is no secret.
      const bare = secret.replace(/^session=|-----[^-\n]+-----\n?/g, '');
      for (let at = 0; at + 12 <= bare.length; at += 4) {
        const part = bare.slice(at, at + 12);
        if (flat.includes(part)) return true;
      }
      return flat.includes(bare);
    })
    .map((example) => example.text);
}
