import { excerpt } from './excerpt.ts';

/** Thrown when a JSON value is not what its reader describes; `path` points into the document. */
export class ShapeError extends Error {
  readonly path: string;
  constructor(path: string, expected: string, got: unknown) {
    super(`${path === '' ? 'document' : path}: expected ${expected}, got ${describe(got)}`);
    this.name = 'ShapeError';
    this.path = path;
  }
}

/** Reads one JSON value, or throws a {@link ShapeError}. */
export type Shape<T> = (value: unknown, path: string) => T;

type Shapes = Readonly<Record<string, Shape<unknown>>>;
type Read<S> = S extends Shape<infer T> ? T : never;
type Fields<R extends Shapes, O extends Shapes> = { readonly [K in keyof R]: Read<R[K]> } & {
  readonly [K in keyof O]?: Read<O[K]>;
};

export const text: Shape<string> = (value, path) => {
  if (typeof value !== 'string') throw new ShapeError(path, 'text', value);
  return value;
};

export const number: Shape<number> = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ShapeError(path, 'a number', value);
  return value;
};

export const flag: Shape<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new ShapeError(path, 'true or false', value);
  return value;
};

/** A time as the API server writes it (RFC 3339, up to microseconds), kept as written. */
export const time: Shape<string> = (value, path) => {
  const written = text(value, path);
  if (!/^\d{4}-\d\d-\d\dT/.test(written) || Number.isNaN(Date.parse(written))) {
    throw new ShapeError(path, 'a time', value);
  }
  return written;
};

export const anything: Shape<unknown> = (value) => value;

export function listOf<T>(item: Shape<T>): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new ShapeError(path, 'a list', value);
    return value.map((element, index) => item(element, `${path}[${index}]`));
  };
}

export function mapOf<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, path) => {
    const source = object(value, path);
    // A key such as `__proto__` must become an ordinary entry, as it is in the JSON.
    return Object.fromEntries(Object.entries(source).map(([key, entry]) => [key, item(entry, join(path, key))]));
  };
}

/** An object of which only the named fields are kept. Absent and `null` optional fields stay absent: Kubernetes writes both. */
export function fields<R extends Shapes, O extends Shapes>(required: R, optional: O): Shape<Fields<R, O>> {
  return (value, path) => {
    const source = object(value, path);
    const kept: Record<string, unknown> = {};
    for (const [key, shape] of Object.entries(required)) kept[key] = shape(source[key], join(path, key));
    for (const [key, shape] of Object.entries(optional)) {
      const entry = source[key];
      if (entry !== undefined && entry !== null) kept[key] = shape(entry, join(path, key));
    }
    return kept as Fields<R, O>;
  };
}

/** A field that Kubernetes leaves out when it is empty. */
export function orElse<T>(shape: Shape<T>, fallback: unknown): Shape<T> {
  return (value, path) => shape(value ?? fallback, path);
}

function object(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ShapeError(path, 'an object', value);
  }
  return value as Record<string, unknown>;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? excerpt(value) : String(value);
}
