import type { LabelSelector } from '../../domain/autoscaling-objects.ts';

const LABELS = /^MatchLabels:map\[string\]string\{([^{}]{0,20000})\}/;
const REQUIREMENT =
  /LabelSelectorRequirement\{Key:([^,{}]{1,400}),Operator:(\w{1,20}),Values:\[([^\]]{0,20000})\],?\}/g;
const START = '&LabelSelector{';

/**
 * The selector that the HPA controller prints behind a metric's name, as Go prints it
 * (`&LabelSelector{MatchLabels:map[string]string{app: puppet,},MatchExpressions:[]…}`). `undefined`: the text names none.
 */
export function selectorPrintedFor(metric: string, text: string): LabelSelector | undefined {
  for (const before of [`${metric}(`, `/${metric}/`]) {
    const at = text.indexOf(before + START);
    if (at < 0) continue;
    const body = text.slice(at + before.length + START.length, at + 50_000);
    const labels = LABELS.exec(body)?.[1];
    if (labels === undefined) continue;
    const matchLabels = Object.fromEntries(labels.split(',').flatMap(labelOf));
    const end = body.indexOf('},}');
    const matchExpressions = [...body.slice(0, end < 0 ? undefined : end + 2).matchAll(REQUIREMENT)].map(
      ([, key, operator, values]) => ({
        key: key!,
        operator: operator!,
        ...(values !== '' && { values: values!.split(' ') }),
      }),
    );
    return {
      ...(Object.keys(matchLabels).length > 0 && { matchLabels }),
      ...(matchExpressions.length > 0 && { matchExpressions }),
    };
  }
  return undefined;
}

function labelOf(pair: string): readonly [string, string][] {
  const at = pair.indexOf(': ');
  return at < 0 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 2).trim()]];
}
