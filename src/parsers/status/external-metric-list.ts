import type { ExternalMetric } from '../../domain/agent-status.ts';
import { asList, asObject, asText, textEntries } from './json-value.ts';
import { sensibleTime, timeOfSeconds } from './metric-time.ts';
import { plainDecimal } from './read-number.ts';
import { readTime } from './read-time.ts';
import { keyValue } from './section.ts';

const ITEM = /^\* (horizontal|watermark) pod autoscaler: ([^/\s]{1,300})\/(\S{1,300})$/;

interface Draft {
  readonly kind: 'horizontal' | 'watermark';
  namespace?: string;
  name?: string;
  metric?: string;
  labels: [string, string][];
  inLabels: boolean;
  at?: string;
  value?: string;
  valid?: boolean;
  /** What a block has once stands in it twice: the lines between two blocks were lost. */
  doubled?: boolean;
}

/**
 * The metrics that a `Custom Metrics Server` section lists, in today's form (`* horizontal pod autoscaler: ns/name`)
 * and in that of 2018 (`hpa:` blocks). Blocks that lack a name, a value or a validity, or have it twice, are left
 * out.
 */
export function metricListFromText(lines: readonly string[]): readonly ExternalMetric[] {
  const metrics: ExternalMetric[] = [];
  let draft: Draft | undefined;
  for (const line of lines) {
    const started = startOf(line.trim());
    if (started !== undefined) {
      pushIfWhole(metrics, draft);
      draft = started === 'broken' ? undefined : started;
    } else if (draft) {
      takeLine(draft, line);
    }
  }
  pushIfWhole(metrics, draft);
  return metrics;
}

function startOf(line: string): Draft | 'broken' | undefined {
  if (line === 'hpa:' || line === 'wpa:') {
    return { kind: line === 'hpa:' ? 'horizontal' : 'watermark', labels: [], inLabels: false };
  }
  const item = ITEM.exec(line);
  if (item) {
    const kind = item[1] === 'watermark' ? 'watermark' : 'horizontal';
    return { kind, namespace: item[2]!, name: item[3]!, labels: [], inLabels: false };
  }
  return line.startsWith('* ') || line === '*' ? 'broken' : undefined;
}

function takeLine(draft: Draft, line: string): void {
  const pair = keyValue(line);
  if (!pair) {
    return;
  }
  if (pair.key.startsWith('- ')) {
    const key = pair.key.slice(2);
    if (draft.inLabels) {
      draft.labels.push([key, pair.value]);
    } else if (key === 'name') {
      draft.name = pair.value;
    } else if (key === 'namespace') {
      draft.namespace = pair.value;
    }
    return;
  }
  draft.inLabels = pair.key.toLowerCase() === 'labels';
  switch (pair.key) {
    case 'Metric name':
    case 'metricName':
      draft.doubled ||= draft.metric !== undefined;
      draft.metric = pair.value;
      break;
    case 'Value':
    case 'value':
      setIfRead(draft, 'value', plainDecimal(pair.value));
      break;
    case 'Timestamp':
      setIfRead(draft, 'at', sensibleTime(readTime(pair.value)));
      break;
    case 'ts':
      setIfRead(draft, 'at', timeOfSeconds(pair.value));
      break;
    case 'Valid':
    case 'valid':
      draft.doubled ||= draft.valid !== undefined;
      setIfRead(draft, 'valid', pair.value === 'true' ? true : pair.value === 'false' ? false : undefined);
      break;
  }
}

function setIfRead<Key extends 'value' | 'at' | 'valid'>(draft: Draft, key: Key, value: Draft[Key] | undefined): void {
  if (value !== undefined) {
    draft[key] = value;
  }
}

function pushIfWhole(metrics: ExternalMetric[], draft: Draft | undefined): void {
  if (
    draft?.metric !== undefined &&
    !draft.doubled &&
    draft.namespace !== undefined &&
    draft.name !== undefined &&
    draft.value !== undefined &&
    draft.valid !== undefined
  ) {
    metrics.push({
      name: draft.metric,
      labels: Object.fromEntries(draft.labels),
      ...(draft.at !== undefined && { at: draft.at }),
      reference: { kind: draft.kind, namespace: draft.namespace, name: draft.name },
      value: draft.value,
      valid: draft.valid,
    });
  }
}

/** The document's `custommetrics.External.Metrics`; entries that cannot be read are left out, `Total` tells that some are missing. */
export function metricListFromJson(value: unknown): readonly ExternalMetric[] {
  return (asList(value) ?? []).flatMap((raw) => {
    const metric = asObject(raw);
    const reference = asObject(metric?.reference);
    const name = asText(metric?.metricName);
    const kind = reference?.type;
    const namespace = asText(reference?.namespace);
    const referenced = asText(reference?.name);
    const number = metric?.value;
    const decimal = typeof number === 'number' ? plainDecimal(String(number)) : undefined;
    const valid = metric?.valid;
    if (
      name === undefined ||
      (kind !== 'horizontal' && kind !== 'watermark') ||
      namespace === undefined ||
      referenced === undefined ||
      decimal === undefined ||
      typeof valid !== 'boolean'
    ) {
      return [];
    }
    const seconds = metric?.ts;
    const at = typeof seconds === 'number' ? timeOfSeconds(String(seconds)) : undefined;
    return [
      {
        name,
        labels: Object.fromEntries(textEntries(metric?.labels)),
        ...(at !== undefined && { at }),
        reference: { kind, namespace, name: referenced },
        value: decimal,
        valid,
      },
    ];
  });
}
