import type { LeaderLock, LockRef } from '../../domain/leader-lock.ts';
import type { Lease } from '../../domain/objects.ts';
import { countOf, metadataOf, present, textOf } from '../kubectl/object-fields.ts';
import { parseKubernetesTime } from '../kubernetes-time.ts';
import { LEADER_ANNOTATION, lockFromConfigMap, lockFromLease } from '../leader-lock.ts';
import { asObject, type JsonObject } from '../status/json-value.ts';
import type { AgentDocument } from './agent-document.ts';

type LockDocument = Extract<AgentDocument, { readonly kind: 'lock' }>;
type MerePiece = Extract<AgentDocument, { readonly kind: 'mere-piece' }>;
/** A lock's annotation that is there and cannot be read. */
export type UnreadLock = { readonly kind: 'damaged'; readonly detail: string };

/** What the Cluster Agent calls its lock where nobody says otherwise. */
const USUAL_NAME = 'datadog-leader-election';

/** Every controller may have a lock; these names and holders only the Cluster Agent has. */
function isOfTheAgent(name: string, holder: string): boolean {
  return /datadog.*leader-election|^(?:dd|dca)-.*leader/.test(name) || /cluster-agent/.test(holder);
}

/** The lock in a Lease; `undefined` for another program's. */
export function lockInLease(object: JsonObject): LockDocument | undefined {
  const { name, namespace = '' } = metadataOf(object);
  const spec = asObject(object.spec);
  const record = lockFromLease({
    metadata: { name },
    spec: present({
      holderIdentity: textOf(spec?.holderIdentity),
      leaseDurationSeconds: countOf(spec?.leaseDurationSeconds),
      acquireTime: textOf(spec?.acquireTime),
      renewTime: textOf(spec?.renewTime),
      leaseTransitions: countOf(spec?.leaseTransitions),
    }),
  });
  return isOfTheAgent(name, record?.holder ?? '')
    ? { kind: 'lock', lock: { kind: 'Lease', namespace, name }, record }
    : undefined;
}

/** The lock in a ConfigMap's annotation. Somebody who shortened it may have left its name out. */
export function lockInConfigMap(object: JsonObject): LockDocument | MerePiece | UnreadLock | undefined {
  const metadata = asObject(object.metadata);
  const text = textOf(asObject(metadata?.annotations)?.[LEADER_ANNOTATION]);
  const name = textOf(metadata?.name) || USUAL_NAME;
  const namespace = textOf(metadata?.namespace) ?? '';
  // Agents with a Lease keep an empty ConfigMap of that name.
  if (text === undefined)
    return metadata?.name === USUAL_NAME ? { kind: 'mere-piece', piece: 'leader-lock' } : undefined;
  return lockInAnnotation({ kind: 'ConfigMap', namespace, name }, text);
}

function lockInAnnotation(ref: LockRef, text: string): LockDocument | UnreadLock | undefined {
  const read = lockFromConfigMap({ metadata: { name: ref.name, annotations: { [LEADER_ANNOTATION]: text } } });
  if (!read.ok)
    return isOfTheAgent(ref.name, text)
      ? { kind: 'damaged', detail: `${ref.kind} ${ref.name}: ${read.detail}` }
      : undefined;
  return isOfTheAgent(ref.name, read.lock?.holder ?? '') ? lockOf(ref, read.lock) : undefined;
}

function lockOf(lock: LockRef, record: LeaderLock | null): LockDocument {
  return { kind: 'lock', lock, record };
}

const PAIR = /^\s{0,200}([A-Z][A-Za-z ]{1,40}):\s{0,80}(\S.{0,2000})?$/;
const ANNOTATION = 'control-plane.alpha.kubernetes.io/leader:';

/** The lock in a `kubectl describe` of a Lease or a ConfigMap. */
export function describedLock(lines: readonly string[]): LockDocument | UnreadLock | undefined {
  const values = new Map<string, string>();
  let annotation: string | undefined;
  lines.forEach((line, i) => {
    const [, key, value] = PAIR.exec(line) ?? [];
    if (key !== undefined && value !== undefined && !values.has(key)) values.set(key, value.trim());
    const at = line.indexOf(ANNOTATION);
    if (at < 0 || annotation !== undefined) return;
    const rest = line.slice(at + ANNOTATION.length).trim();
    annotation = rest === '' ? (lines.slice(i + 1).find((next) => next !== '') ?? '').trim() : rest;
  });
  const name = values.get('Name') ?? '';
  const namespace = values.get('Namespace') ?? '';
  if (annotation !== undefined) return lockInAnnotation({ kind: 'ConfigMap', namespace, name }, annotation);
  if (values.get('Kind') !== 'Lease') return undefined;
  const spec: Lease['spec'] = present({
    holderIdentity: values.get('Holder Identity'),
    leaseDurationSeconds: countOf(values.get('Lease Duration Seconds')),
    acquireTime: values.get('Acquire Time'),
    renewTime: values.get('Renew Time'),
    leaseTransitions: countOf(values.get('Lease Transitions')),
  });
  const record = lockFromLease({ metadata: { name }, spec });
  if (!isOfTheAgent(name, record?.holder ?? '')) return undefined;
  if (record !== null && (record.renewed === undefined || parseKubernetesTime(values.get('Renew Time')) === undefined))
    return { kind: 'damaged', detail: `the description of Lease ${name} lacks "Renew Time": it is not whole` };
  return lockOf({ kind: 'Lease', namespace, name }, record);
}

const LEASE_ROW =
  /^\s{0,40}(?:([a-z0-9.-]{1,253})\s+)?([a-z0-9.-]{1,253})\s+(\S{1,253})\s+\d{1,6}[smhdy](?:\d{1,6}[smhdy])?$/;

/** A row of `kubectl get lease`, which tells the holder and nothing of when; empty for another program's. */
export function leaseRow(line: string, hasNamespace: boolean): readonly LockDocument[] | undefined {
  const parts = LEASE_ROW.exec(line.length > 1_000 ? '' : line);
  if (!parts || (parts[1] !== undefined) !== hasNamespace) return undefined;
  const [, namespace = '', path = '', holder = ''] = parts;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return isOfTheAgent(name, holder) ? [lockOf({ kind: 'Lease', namespace, name }, { holder })] : [];
}
