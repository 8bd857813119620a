import { fields, flag, listOf, orElse, type Shape, ShapeError, text } from './json-shape.ts';

export interface ObjectPage<T> {
  readonly items: readonly T[];
  /** Where the next page starts; absent on the last. */
  readonly next?: string;
}

/** Narrows the body of a GET on one object; `kind` is the API's own word for it (`Pod`). */
export function narrowObject<T>(body: unknown, kind: string, shape: Shape<T>): T {
  expectKind(body, kind);
  return shape(body, '');
}

/** Narrows one page of a list. A body that is no `<kind>List` is refused rather than read as an empty list. */
export function narrowPage<T>(body: unknown, kind: string, shape: Shape<T>): ObjectPage<T> {
  expectKind(body, `${kind}List`);
  const page = fields({ items: orElse(listOf(shape), []), metadata: orElse(fields({}, { continue: text }), {}) }, {})(
    body,
    '',
  );
  const next = page.metadata.continue;
  return next ? { items: page.items, next } : { items: page.items };
}

/** Narrows a list that is never paged. */
export function narrowList<T>(body: unknown, kind: string, shape: Shape<T>): readonly T[] {
  return narrowPage(body, kind, shape).items;
}

/** `status.allowed` of a SelfSubjectAccessReview or SubjectAccessReview. */
export function narrowAccessReview(body: unknown, kind: string): boolean {
  expectKind(body, kind);
  return fields({ status: fields({ allowed: flag }, {}) }, {})(body, '').status.allowed;
}

/** `gitVersion` of `/version`. */
export function narrowVersion(body: unknown): string {
  return fields({ gitVersion: text }, {})(body, '').gitVersion;
}

export function expectKind(body: unknown, kind: string): void {
  const got = fields({}, { kind: text })(body, '').kind;
  if (got !== kind) throw new ShapeError('kind', kind, got);
}
