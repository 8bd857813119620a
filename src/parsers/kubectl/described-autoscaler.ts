import type { MetricSpec, MetricStatus, ScalingRules } from '../../domain/autoscaling-objects.ts';
import type { ObjectCondition } from '../../domain/objects.ts';
import { parseQuantity } from '../../domain/quantity.ts';
import { readTime } from '../status/read-time.ts';
import { selectorPrintedFor } from './go-selector.ts';
import { joinWrapped } from './join-wrapped.ts';
import { AGE, ageSeconds } from './kubectl-age.ts';
import type { AgedEvent, KubectlDocument } from './kubectl-document.ts';
import { countOf, present } from './object-fields.ts';

const HEAD =
  /^(Name|Namespace|Labels|Annotations|CreationTimestamp|Reference|Metrics|Min replicas|Max replicas|Behavior|Conditions|Events|[A-Z]\w{0,60} pods|Target CPU utilization|Current CPU utilization):(?:\s+(.*))?$/;
const TABLE_LINE = /^(?:[A-Z]\w{1,60}\s+(?:True|False|Unknown)\b|(?:Normal|Warning)\s|Type\s|----)/;
const METRIC_LINE = /^(?:"|resource \S)/;
const BEHAVIOR_LINE = /^(?:Scale (?:Up|Down):|Stabilization Window:|Select Policy:|Policies:|- Type:)/;

const EXTERNAL =
  /^"((?:[^"\\]|\\.){1,500})"\s+\((target average value|target value)\):\s+(\S{1,100})\s*\/\s*(\S{1,100})$/;
const CONDITION = /^(\w{1,60})\s+(True|False|Unknown)\s+(\S+)\s+(\S.*)$/;
const EVENT = new RegExp(
  `^(Normal|Warning)\\s+(\\S.{0,200}?)\\s+(${AGE}|<unknown>|<invalid>)(?: \\(x(\\d{1,9}) over (${AGE})\\))?\\s+(\\S+)(?:\\s+(.*))?$`,
);
const POLICY = /^- Type:\s*(\w{1,40})\s+Value:\s*(\d{1,10})\s+Period:\s*(\d{1,10}) seconds/;

const ONCE: readonly string[] = ['Name', 'Reference', 'Metrics', 'Min replicas', 'Max replicas', 'Conditions'];

interface Sections {
  readonly head: Map<string, string>;
  /** A line of the head that stands there twice: two descriptions in one. */
  doubled?: string;
  readonly metrics: string[];
  readonly behavior: string[];
  readonly conditions: string[];
  readonly events: string[];
}

interface DescribedMetric {
  readonly spec: MetricSpec;
  readonly status: MetricStatus;
}

/** Whether a `kubectl describe` is that of an HPA. */
export function isDescribedAutoscaler(lines: readonly string[]): boolean {
  return lines.some((line) => /^\s{0,40}(?:Min|Max) replicas:|^\s{0,40}Metrics:\s+\( current \/ target \)/.test(line));
}

/** Reads `kubectl describe hpa` of one HPA, whichever way its long lines were broken. */
export function readDescribedAutoscaler(lines: readonly string[]): KubectlDocument {
  const { head, doubled, metrics, behavior, conditions, events } = sectionsOf(lines);
  const name = head.get('Name');
  const [kind, ...target] = (head.get('Reference') ?? '').split('/');
  const maxReplicas = countOf(head.get('Max replicas'));
  const lacks = !name
    ? 'Name'
    : !head.get('Namespace')
      ? 'Namespace'
      : !kind || !target[0]
        ? 'Reference'
        : maxReplicas === undefined
          ? 'Max replicas'
          : undefined;
  if (!name || !kind || maxReplicas === undefined || lacks !== undefined)
    return damaged(`the description of an HPA${name ? ` (${name})` : ''} lacks "${lacks}": it is not whole`);
  if (doubled !== undefined) return damaged(`the description of HPA ${name} has "${doubled}" twice: it is not whole`);
  const read = metrics.map(metricOf);
  const broken = read.indexOf(undefined);
  if (broken >= 0) return damaged(`HPA ${name}: the metric ${metrics[broken]!.slice(0, 200)} cannot be read`);
  const rows = conditions.flatMap(conditionOf);
  const said = rows.map(({ message }) => message ?? '').join('\n');
  const told = read.filter((metric) => metric !== undefined).map((metric) => withSelector(metric, said));
  const pods = /^(\d{1,10}) current \/ (\d{1,10}) desired$/.exec(head.get('pods') ?? '');
  return {
    kind: 'hpa',
    form: 'describe',
    hpa: {
      metadata: {
        name,
        ...present({
          namespace: head.get('Namespace') || undefined,
          creationTimestamp: readTime(head.get('CreationTimestamp')),
        }),
      },
      spec: {
        scaleTargetRef: { kind, name: target.join('/') },
        maxReplicas,
        ...present({
          minReplicas: countOf(head.get('Min replicas')),
          metrics: head.has('Metrics') ? told.map(({ spec }) => spec) : undefined,
          behavior: behavior.length > 0 ? behaviorOf(behavior) : undefined,
        }),
      },
      status: present({
        currentReplicas: countOf(pods?.[1]),
        desiredReplicas: countOf(pods?.[2]),
        currentMetrics: head.has('Metrics') ? told.map(({ status }) => status) : undefined,
        conditions: head.has('Conditions') ? rows : undefined,
      }),
    },
    ...present({ events: head.has('Events') ? events.flatMap(eventOf) : undefined }),
  };
}

function damaged(detail: string): KubectlDocument {
  return { kind: 'damaged', detail };
}

function sectionsOf(lines: readonly string[]): Sections {
  const sections: Sections = { head: new Map(), metrics: [], behavior: [], conditions: [], events: [] };
  let current: string[] | undefined;
  for (const logical of joinWrapped(lines, begins)) {
    const line = logical.trim();
    const head = HEAD.exec(line);
    if (head) {
      const key = head[1]!;
      const name = key.endsWith(' pods') ? 'pods' : key;
      if (!sections.head.has(name)) sections.head.set(name, (head[2] ?? '').trim());
      else if (ONCE.includes(name)) sections.doubled = name;
      current = sectionNamed(sections, key);
    } else {
      current?.push(line);
    }
  }
  return sections;
}

function sectionNamed(sections: Sections, key: string): string[] | undefined {
  switch (key) {
    case 'Metrics':
      return sections.metrics;
    case 'Behavior':
      return sections.behavior;
    case 'Conditions':
      return sections.conditions;
    case 'Events':
      return sections.events;
    default:
      return undefined;
  }
}

function begins(raw: string): boolean {
  const line = raw.trimStart();
  return HEAD.test(line) || TABLE_LINE.test(line) || METRIC_LINE.test(line) || BEHAVIOR_LINE.test(line);
}

function metricOf(line: string): DescribedMetric | undefined {
  const parts = EXTERNAL.exec(line);
  if (!parts) {
    const type = otherType(line);
    return type === undefined
      ? undefined
      : { spec: { type }, status: { type: line.includes('<unknown> /') ? '' : type } };
  }
  const [, quoted, what, current, target] = parts;
  const average = what === 'target average value';
  if (parseQuantity(target!) === undefined || (current !== '<unknown>' && parseQuantity(current!) === undefined))
    return undefined;
  const metric = { name: quoted!.replace(/\\(.)/g, '$1') };
  const amount = (text: string) => (average ? { averageValue: text } : { value: text });
  return {
    spec: {
      type: 'External',
      external: { metric, target: { type: average ? 'AverageValue' : 'Value', ...amount(target!) } },
    },
    status:
      current === '<unknown>' ? { type: '' } : { type: 'External', external: { metric, current: amount(current!) } },
  };
}

function otherType(line: string): string | undefined {
  if (!/:\s+\S.*\/ ?\S/.test(line)) return undefined;
  if (/^resource \S+ of container /.test(line)) return 'ContainerResource';
  if (line.startsWith('resource ')) return 'Resource';
  if (/" on pods\b/.test(line)) return 'Pods';
  return /" on \w+\//.test(line) ? 'Object' : undefined;
}

/** The metric lines leave selectors out; the controller's own words may hold them. */
function withSelector({ spec, status }: DescribedMetric, said: string): DescribedMetric {
  const selector = spec.external && selectorPrintedFor(spec.external.metric.name, said);
  if (!spec.external || !selector) return { spec, status };
  const metric = { ...spec.external.metric, selector };
  return {
    spec: { ...spec, external: { ...spec.external, metric } },
    status: status.external ? { ...status, external: { ...status.external, metric } } : status,
  };
}

function conditionOf(line: string): readonly ObjectCondition[] {
  const parts = CONDITION.exec(line);
  return parts ? [{ type: parts[1]!, status: parts[2]!, reason: parts[3]!, message: parts[4]!.trim() }] : [];
}

function eventOf(line: string): readonly AgedEvent[] {
  const parts = EVENT.exec(line);
  if (!parts) return [];
  const [, type, reason, age, times, over, component, message] = parts;
  const lastSeconds = ageSeconds(age);
  return [
    {
      event: present({
        type,
        reason,
        message: message?.trim() ?? '',
        count: times === undefined ? 1 : Number(times),
        source: { component: component! },
      }),
      ...present({ lastSeconds, firstSeconds: over === undefined ? lastSeconds : ageSeconds(over) }),
    },
  ];
}

function behaviorOf(lines: readonly string[]): { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules } {
  const up = lines.indexOf('Scale Up:');
  const down = lines.indexOf('Scale Down:');
  const part = (start: number, other: number) =>
    start < 0 ? undefined : rulesOf(lines.slice(start + 1, other > start ? other : undefined));
  return present({ scaleUp: part(up, down), scaleDown: part(down, up) });
}

function rulesOf(lines: readonly string[]): ScalingRules {
  const after = (key: string) =>
    lines
      .find((line) => line.startsWith(key))
      ?.slice(key.length)
      .trim();
  const policies = lines.flatMap((line) => {
    const parts = POLICY.exec(line);
    return parts ? [{ type: parts[1]!, value: Number(parts[2]), periodSeconds: Number(parts[3]) }] : [];
  });
  return present({
    stabilizationWindowSeconds: countOf(after('Stabilization Window:')?.replace(/ seconds$/, '')),
    selectPolicy: after('Select Policy:'),
    policies: policies.length > 0 ? policies : undefined,
  });
}
