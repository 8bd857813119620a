/** Says what is wrong (Slack's words) and where (a JSON pointer such as `/blocks/3/text/text`). */
export type Report = (problem: string, at: string) => void;

/** Checks one value found at a JSON pointer. */
export type Rule = (value: unknown, at: string, report: Report) => void;

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string of `min` (default 1) to `max` characters. */
export function text(max: number, min = 1): Rule {
  return (value, at, report) => {
    if (typeof value !== 'string') return report('must provide a string', at);
    if (value.length < min) report(`must be more than ${min - 1} characters`, at);
    if (value.length > max) report(`must be less than ${max + 1} characters`, at);
  };
}

export function integer(min: number, max: number): Rule {
  return (value, at, report) => {
    if (!Number.isInteger(value)) return report('must provide an integer', at);
    if ((value as number) < min) report(`must be greater than or equal to ${min}`, at);
    if ((value as number) > max) report(`must be less than or equal to ${max}`, at);
  };
}

export const number: Rule = (value, at, report) => {
  if (typeof value !== 'number') report('must provide a number', at);
};

export const flag: Rule = (value, at, report) => {
  if (typeof value !== 'boolean') report('must provide a boolean', at);
};

/** A field Slack takes without a rule known here. */
export const anything: Rule = () => {};

export function oneOf(...allowed: readonly string[]): Rule {
  return (value, at, report) => {
    if (typeof value !== 'string' || !allowed.includes(value)) {
      report(`must be a valid enum value`, at);
    }
  };
}

export function list(item: Rule, bounds: { min?: number; max?: number } = {}): Rule {
  return (value, at, report) => {
    if (!Array.isArray(value)) return report('must be an array', at);
    if (value.length < (bounds.min ?? 0)) report(`no fewer than ${bounds.min} items allowed`, at);
    if (bounds.max !== undefined && value.length > bounds.max) report(`no more than ${bounds.max} items allowed`, at);
    for (const [index, entry] of value.entries()) item(entry, `${at}/${index}`, report);
  };
}

/** An object with exactly these fields: Slack refuses a message for a field it does not know. */
export function shape(required: Record<string, Rule>, optional: Record<string, Rule> = {}): Rule {
  return (value, at, report) => {
    if (!isObject(value)) return report('must be an object', at);
    for (const [name, rule] of Object.entries(required)) {
      if (value[name] === undefined) report(`missing required field: ${name}`, at);
      else rule(value[name], `${at}/${name}`, report);
    }
    for (const [name, field] of Object.entries(value)) {
      if (name in required || field === undefined) continue;
      const rule = Object.hasOwn(optional, name) ? optional[name] : undefined;
      if (rule) rule(field, `${at}/${name}`, report);
      else report(`invalid additional property: ${name}`, at);
    }
  };
}

/** An object whose `type` picks its rule. */
export function byType(kinds: Record<string, Rule>): Rule {
  return (value, at, report) => {
    if (!isObject(value)) return report('must be an object', at);
    const type = value.type;
    if (type === undefined) return report('missing required field: type', at);
    const rule = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    if (!rule) return report(`unsupported type: ${String(type)}`, `${at}/type`);
    rule(value, at, report);
  };
}

/** Like `byType`, with the line Slack puts before the reasons when several schemas were allowed. */
export function anyOf(kinds: Record<string, Rule>): Rule {
  const rule = byType(kinds);
  return (value, at, report) => {
    const found: [string, string][] = [];
    rule(value, at, (problem, place) => found.push([problem, place]));
    if (found.length > 0) report('failed to match all allowed schemas', at);
    for (const [problem, place] of found) report(problem, place);
  };
}

/** Runs both rules on the same value. */
export function both(first: Rule, second: Rule): Rule {
  return (value, at, report) => {
    first(value, at, report);
    second(value, at, report);
  };
}
