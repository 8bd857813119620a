import type { KubeObject } from './kube-object.ts';

const ANNOTATION = 'control-plane.alpha.kubernetes.io/leader';

/** The election record of a Lease, or of a ConfigMap with the annotation of older Agents. Times in epoch milliseconds. */
export interface LockRecord {
  readonly kind: 'Lease' | 'ConfigMap';
  readonly holder: string;
  readonly leaseSeconds?: number;
  readonly renewed?: number;
}

export interface LockChange {
  readonly holder?: string;
  readonly leaseSeconds?: number;
  readonly renewed?: number;
}

/** Reads the lock inside an object; undefined when it holds none. */
export function readLock(object: KubeObject): LockRecord | undefined {
  const record =
    object.kind === 'Lease' ? object.spec : object.kind === 'ConfigMap' ? annotatedRecord(object) : undefined;
  if (typeof record !== 'object' || record === null) return undefined;
  const { holderIdentity, leaseDurationSeconds, renewTime } = record as Record<string, unknown>;
  const renewed = typeof renewTime === 'string' ? Date.parse(renewTime) : Number.NaN;
  return {
    kind: object.kind as LockRecord['kind'],
    holder: typeof holderIdentity === 'string' ? holderIdentity : '',
    ...(typeof leaseDurationSeconds === 'number' ? { leaseSeconds: leaseDurationSeconds } : {}),
    ...(Number.isNaN(renewed) ? {} : { renewed }),
  };
}

/** The object with another holder, lease or renewal in its lock, written in the lock's own way. */
export function changeLock(object: KubeObject, change: LockChange): KubeObject {
  if (object.kind === 'Lease') {
    return { ...object, spec: applied(object.spec as Record<string, unknown>, change, toMicroTime) };
  }
  const record = annotatedRecord(object);
  if (record === undefined) return object;
  const annotations = {
    ...object.metadata.annotations,
    [ANNOTATION]: JSON.stringify(applied(record, change, toTime)),
  };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function applied(
  record: Record<string, unknown>,
  { holder, leaseSeconds, renewed }: LockChange,
  write: (at: number) => string,
): Record<string, unknown> {
  return {
    ...record,
    ...(holder === undefined ? {} : { holderIdentity: holder }),
    ...(leaseSeconds === undefined ? {} : { leaseDurationSeconds: leaseSeconds }),
    ...(renewed === undefined ? {} : { renewTime: write(renewed) }),
  };
}

function annotatedRecord(object: KubeObject): Record<string, unknown> | undefined {
  const text = object.metadata.annotations?.[ANNOTATION];
  if (text === undefined) return undefined;
  try {
    const record: unknown = JSON.parse(text);
    return typeof record === 'object' && record !== null ? (record as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Leases carry microseconds. */
function toMicroTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}

function toTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
