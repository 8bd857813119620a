import { AGE } from './kubectl-age.ts';
import type { KubectlDocument, ShownScaleTarget } from './kubectl-document.ts';
import { present } from './object-fields.ts';

const KIND_BY_PREFIX: Readonly<Record<string, string>> = {
  deployment: 'Deployment',
  statefulset: 'StatefulSet',
  replicaset: 'ReplicaSet',
};
const WHOLE_AGE = new RegExp(`^${AGE}$`);

type Row = (line: string) => readonly KubectlDocument[] | undefined;

/**
 * The reader for rows of `kubectl get deploy|sts|rs`, by the names of the columns; `undefined` for another table. The
 * tables of today do not hold `.status.replicas`, which is told only where all pods are up to date and ready.
 */
export function scaleTargetRow(columns: readonly string[]): Row | undefined {
  const kind = kindOf(columns);
  if (kind === undefined) return undefined;
  return (line) => {
    const cells = line.trim().split(/\s+/, columns.length);
    const cell = (name: string): string | undefined => cells[columns.indexOf(name)];
    const named = cell('NAME');
    if (named === undefined || cells.length < columns.indexOf('AGE') + 1 || !WHOLE_AGE.test(cell('AGE') ?? ''))
      return undefined;
    const size = sizeOf(cell);
    if (!size) return undefined;
    const prefix = /^([a-z]+)(?:\.[a-z.]+)?\//.exec(named)?.[1];
    const target = {
      kind: prefix === undefined ? kind : (KIND_BY_PREFIX[prefix] ?? kind),
      name: named.slice(named.lastIndexOf('/') + 1),
      ...present({ namespace: cell('NAMESPACE') }),
      ...size,
    };
    return [{ kind: 'scale-target', form: 'table', target }];
  };
}

function kindOf(columns: readonly string[]): string | undefined {
  const only = columns.filter((name) => name !== 'NAMESPACE');
  const first = only.slice(0, only.indexOf('AGE') + 1).join(' ');
  switch (first) {
    case 'NAME READY UP-TO-DATE AVAILABLE AGE':
    case 'NAME DESIRED CURRENT UP-TO-DATE AVAILABLE AGE':
      return 'Deployment';
    case 'NAME READY AGE':
    case 'NAME DESIRED CURRENT AGE':
      return 'StatefulSet';
    case 'NAME DESIRED CURRENT READY AGE':
      return 'ReplicaSet';
    default:
      return undefined;
  }
}

function sizeOf(cell: (name: string) => string | undefined): Omit<ShownScaleTarget, 'kind' | 'name'> | undefined {
  const ready = cell('READY');
  const updated = countIn(cell('UP-TO-DATE'));
  const current = countIn(cell('CURRENT'));
  const share = /^(\d{1,9})\/(\d{1,9})$/.exec(ready ?? '');
  const wanted = share ? Number(share[2]) : countIn(cell('DESIRED'));
  if (wanted === undefined || (cell('UP-TO-DATE') !== undefined && updated === undefined)) return undefined;
  const settled = share !== null && Number(share[1]) === wanted && (updated === undefined || updated === wanted);
  return {
    wanted,
    ...present({
      replicas: current ?? (settled ? wanted : undefined),
      ready: share ? Number(share[1]) : countIn(ready),
      updated,
    }),
  };
}

function countIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
