import { plainValue, quotedText, withoutComment } from '../kubectl/yaml-scalars.ts';
import { asObject, asText } from '../status/json-value.ts';

const NAME_KEY = /^(?:name|"name"|'name'):(?: (.*))?$/;
const LONGEST_NAME = 1_000;

/** Finds the name in an instance's YAML, line by line, and keeps nothing else of it. */
export interface InstanceName {
  take(line: string): void;
  /** `undefined` when the instance has no name, or one that cannot be read. */
  name(): string | undefined;
}

/** Reads `name:` at the top level of an instance's YAML, or of the JSON on one line that an annotation may leave there. */
export function instanceName(): InstanceName {
  const value: string[] = [];
  let state: 'first' | 'before' | 'in' | 'after' = 'first';
  let length = 0;
  let fromJson: string | undefined;

  return {
    take(line) {
      if (line === '' || state === 'after') return;
      if (state === 'first' && line.startsWith('{')) {
        fromJson = nameInJson(line);
        state = 'after';
        return;
      }
      if (state === 'in') {
        // A long text goes on in indented lines.
        if (!line.startsWith(' ')) state = 'after';
        else if (length < LONGEST_NAME) value.push(line.trim());
        length += line.length;
        return;
      }
      const key = NAME_KEY.exec(line);
      state = key ? 'in' : 'before';
      if (key) value.push((key[1] ?? '').trim());
    },
    name() {
      return fromJson ?? (value.length === 0 ? undefined : decode(value));
    },
  };
}

function nameInJson(line: string): string | undefined {
  try {
    return asText(asObject(JSON.parse(line))?.name) || undefined;
  } catch {
    return undefined;
  }
}

function decode([first = '', ...more]: readonly string[]): string | undefined {
  const block = /^([|>])[-+\d]{0,2}$/.exec(first)?.[1];
  if (block !== undefined) return more.join(block === '|' ? '\n' : ' ') || undefined;
  try {
    if (/^["']/.test(first)) return quotedText([first, ...more].join('\n'), 0).value || undefined;
    return plainValue(withoutComment([first, ...more].join(' ').trim())) ?? undefined;
  } catch {
    // A quote without its end, or a mark of YAML that no name needs.
    return undefined;
  }
}
