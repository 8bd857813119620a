/** How the Agent asks Datadog for metrics that HPAs name themselves. */
export interface QuerySettings {
  /** `avg` where it is not set. */
  readonly aggregator: string;
  readonly rollupSeconds: number;
}

/** The query as the Agent sends it for a metric name and labels, which it sorts as texts: `avg:queue.depth{a:1,b:2}.rollup(30)`. */
export function datadogQuery(
  metric: string,
  labels: Readonly<Record<string, string>>,
  { aggregator, rollupSeconds }: QuerySettings,
): string {
  return `${aggregator}:${metric}{${scopeOf(labels)}}.rollup(${rollupSeconds})`;
}

/** The labels between the braces of a query, `*` for none. */
export function scopeOf(labels: Readonly<Record<string, string>>): string {
  const tags = Object.entries(labels).map(([key, value]) => `${key}:${value}`);
  return tags.length === 0 ? '*' : tags.toSorted().join(',');
}

/** The scope of a query that the Agent built itself; `undefined` when it has none. */
export function scopeInQuery(query: string): string | undefined {
  const open = query.indexOf('{');
  const close = query.indexOf('}', open);
  return open < 0 || close < 0 ? undefined : query.slice(open + 1, close);
}
