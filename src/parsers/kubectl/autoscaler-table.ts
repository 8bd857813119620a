import { parseQuantity } from '../../domain/quantity.ts';
import { AGE } from './kubectl-age.ts';
import type { KubectlDocument, ShownTarget } from './kubectl-document.ts';
import { countOf, present } from './object-fields.ts';

const ROW = new RegExp(
  `^\\s*(?:(\\S{1,253})\\s+)?(\\S{1,300})\\s+([A-Z]\\w{0,62})/(\\S{1,253})\\s+(\\S.{0,600}?)\\s+(\\d{1,10}|<unset>)\\s+(\\d{1,10})\\s+(\\d{1,10})\\s+(?:${AGE}|<unknown>|<invalid>)$`,
);
const TARGET = /^(?:([a-z][\w./-]{0,100}): )?([^\s/]{1,100})\/([^\s/]{1,100})( \(avg\))?$/;

/** A row of `kubectl get hpa`, with a namespace (`-A`) or without; `undefined` when the line is none. */
export function autoscalerRow(line: string): KubectlDocument | undefined {
  const parts = line.length > 3_000 || !line.includes('/') ? null : ROW.exec(line);
  if (!parts) return undefined;
  const [, namespace, named, kind, target, targets, min, max, replicas] = parts;
  const name = named!.slice(named!.lastIndexOf('/') + 1);
  const shown = targetsOf(targets!);
  if (!shown) return { kind: 'damaged', detail: `HPA ${name}: the targets ${targets} cannot be read` };
  return {
    kind: 'hpa',
    form: 'table',
    hpa: {
      metadata: { name, ...present({ namespace }) },
      spec: {
        scaleTargetRef: { kind: kind!, name: target! },
        maxReplicas: Number(max),
        ...present({ minReplicas: countOf(min) }),
      },
      status: { currentReplicas: Number(replicas) },
    },
    shown: shown.targets,
    more: shown.more,
  };
}

/** `824/9 (avg)`, `<unknown>/9 (avg)`, `cpu: 10%/80%`, `824/9 (avg), 1/2 + 1 more...`. */
function targetsOf(text: string): { readonly targets: readonly ShownTarget[]; readonly more: number } | undefined {
  if (text === '<none>') return { targets: [], more: 0 };
  const more = / \+ (\d{1,4}) more\.\.\.$/.exec(text);
  const targets = (more ? text.slice(0, more.index) : text).split(', ').map(targetOf);
  const whole = targets.filter((target) => target !== undefined);
  return whole.length === targets.length ? { targets: whole, more: Number(more?.[1] ?? 0) } : undefined;
}

function targetOf(text: string): ShownTarget | undefined {
  const parts = TARGET.exec(text);
  if (!parts) return undefined;
  const [, resource, current, target, average] = parts;
  const isAmount = (amount: string) => parseQuantity(amount.replace(/%$/, '')) !== undefined;
  if (!isAmount(target!) && target !== '<auto>') return undefined;
  if (!isAmount(current!) && current !== '<unknown>') return undefined;
  return {
    current: current === '<unknown>' ? null : current!,
    target: target!,
    average: average !== undefined,
    resource: resource !== undefined || target!.endsWith('%') || target === '<auto>',
  };
}
