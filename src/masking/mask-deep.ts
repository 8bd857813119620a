import { mark } from './mark.ts';
import { maskText } from './mask-text.ts';
import { isHarmless, isHeaderName, ruleForKey } from './secret-keys.ts';
import type { SecretRule } from './secret-span.ts';

const DEEPEST = 200;

interface Tally {
  masked: number;
  /** What short texts under a key became: lists of objects repeat most of theirs. */
  readonly known: Map<string, ReturnType<typeof maskText>>;
}

const SHORT = 200;
const MOST_KNOWN = 20_000;

/**
 * Masks a JSON-shaped value: by the names of keys, in `{name, value}` entries, header pairs and argument lists, in JSON
 * written inside strings, in the keys themselves, and by the form of every string. What held no secret stays equal; the
 * given value is never changed. Beyond 200 levels a value is replaced as a whole.
 */
export function maskDeep<T>(value: T): { value: T; masked: number } {
  const tally: Tally = { masked: 0, known: new Map() };
  // The shape stays; only strings (and a number where a password stands) change.
  const result = maskValue(value, '', tally, 0) as T;
  return { value: result, masked: tally.masked };
}

function maskValue(value: unknown, key: string, tally: Tally, depth: number): unknown {
  if (typeof value === 'string') return maskString(value, key, tally, depth);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= DEEPEST) return replaced('too-deep', tally);
  if (Array.isArray(value)) return maskList(value, key, tally, depth);
  return maskObject(value, tally, depth);
}

function maskObject(value: object, tally: Tally, depth: number): unknown {
  const entries = Object.entries(value);
  const named = namedRule(value);
  const isSecretObject = 'kind' in value && value.kind === 'Secret';
  const taken = new Map<string, number>();
  return Object.fromEntries(
    entries.map(([key, content]) => {
      const safeKey = freeKey(maskPart(key, '', tally), taken);
      // A key that holds a secret is not the name of one.
      const rule = named !== undefined && /^value$/i.test(key) ? named : ruleForKey(safeKey);
      if (isSecretObject && (key === 'data' || key === 'stringData'))
        return [safeKey, maskAll(content, 'kubernetes-secret', tally)];
      return [safeKey, maskUnder(rule, key, content, tally, depth + 1)];
    }),
  );
}

/** The rule for the `value` of an entry whose `name` (or `key`) is a secret's. */
function namedRule(value: object): SecretRule | undefined {
  for (const field of ['name', 'key', 'Name', 'Key']) {
    const name: unknown = Reflect.get(value, field);
    if (typeof name === 'string') return ruleForKey(name);
  }
  return undefined;
}

function maskUnder(rule: SecretRule | undefined, key: string, content: unknown, tally: Tally, depth: number): unknown {
  if (rule === undefined) return maskValue(content, key, tally, depth);
  if (typeof content === 'string') return maskSecret(content, key, rule, tally, depth);
  if (typeof content === 'number' && rule === 'password') return replaced(rule, tally);
  if (Array.isArray(content) && content.every((item) => typeof item === 'string'))
    return content.map((item) => maskSecret(item, key, rule, tally, depth));
  return maskValue(content, key, tally, depth);
}

function maskSecret(content: string, key: string, rule: SecretRule, tally: Tally, depth: number): string {
  if (isHarmless(content, rule)) return content;
  // Structure that is written as text is masked inside, so that what is no secret in it stays readable.
  if (parseJson(content) !== undefined) return maskString(content, key, tally, depth);
  const scheme = rule === 'authorization' ? (/^[A-Za-z0-9-]{3,24}\s+(?=\S)/.exec(content)?.[0] ?? '') : '';
  return isHarmless(content.slice(scheme.length), rule) ? content : scheme + replaced(rule, tally);
}

function maskList(list: readonly unknown[], key: string, tally: Tally, depth: number): unknown[] {
  return list.map((item, index) => {
    const previous: unknown = index > 0 ? list[index - 1] : undefined;
    const isPair = typeof previous === 'string' && list.length === 2 && isHeaderName(previous);
    const isArgument =
      typeof previous === 'string' && /^--?[A-Za-z][\w-]*$/.test(previous) && !String(item).startsWith('-');
    const rule = isPair || isArgument ? ruleForKey(previous) : undefined;
    return maskUnder(rule, key, item, tally, depth + 1);
  });
}

function maskString(text: string, key: string, tally: Tally, depth: number): string {
  const parsed = parseJson(text);
  if (parsed === undefined) return maskPart(text, key, tally);
  const before = tally.masked;
  const value = maskValue(parsed, key, tally, depth + 1);
  return tally.masked === before ? text : JSON.stringify(value, null, /\n(\s+)/.exec(text)?.[1]);
}

function parseJson(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function maskPart(text: string, key: string, tally: Tally): string {
  const before = key === '' ? '' : `${key}: `;
  const place = before + text;
  const known = tally.known.get(place);
  const result = known ?? maskText(text, before);
  if (known === undefined && text.length <= SHORT && tally.known.size < MOST_KNOWN) tally.known.set(place, result);
  tally.masked += result.masked;
  return result.text;
}

/** Everything in a Kubernetes Secret's data is one, whatever its key. */
function maskAll(content: unknown, rule: SecretRule, tally: Tally): unknown {
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(
    Object.entries(content).map(([key, item]) => [
      key,
      typeof item === 'string' && !isHarmless(item, rule) ? replaced(rule, tally) : item,
    ]),
  );
}

function replaced(rule: SecretRule, tally: Tally): string {
  tally.masked++;
  return mark(rule);
}

/** Two secrets as keys of one object would otherwise become one entry. */
function freeKey(key: string, taken: Map<string, number>): string {
  const times = (taken.get(key) ?? 0) + 1;
  taken.set(key, times);
  return times === 1 ? key : `${key} ${times}`;
}
