import type { AgentSetting } from '../domain/event-collection.ts';
import type { Container, EnvFrom, EnvVar } from '../domain/objects.ts';
import type { ReadConfigMap } from './config-maps.ts';

type Traced = Omit<AgentSetting, 'name'>;

/**
 * Where a container's variable is set, as Kubernetes settles it: what the container names itself counts before whole
 * ConfigMaps and Secrets, and of equals the last. `owner` is who makes the pod: `Deployment/datadog-cluster-agent`.
 */
export async function traceSetting(
  name: string,
  { env = [], envFrom = [] }: Container,
  owner: string | null,
  readConfigMap: ReadConfigMap,
): Promise<AgentSetting> {
  const entry = env.findLast((one) => one.name === name);
  if (entry) return { name, ...(await traceEntry(entry, owner, readConfigMap)) };
  for (const source of envFrom.toReversed()) {
    const traced = await traceSource(name, source, readConfigMap);
    if (traced) return { name, ...traced };
  }
  return { name, value: null, from: 'default', place: null };
}

async function traceEntry(
  { value, valueFrom }: EnvVar,
  owner: string | null,
  readConfigMap: ReadConfigMap,
): Promise<Traced> {
  if (valueFrom === undefined || valueFrom === null) return { value: value ?? '', from: 'pod', place: owner };
  const { configMapKeyRef, secretKeyRef } = valueFrom as Readonly<Record<string, unknown>>;
  const map = keyRef(configMapKeyRef);
  if (map) {
    const read = await readConfigMap(map.name);
    const found = read.known ? read.value.data?.[map.key] : undefined;
    return { value: found ?? null, from: 'config-map', place: `ConfigMap/${map.name}` };
  }
  const secret = keyRef(secretKeyRef);
  return { value: null, from: 'elsewhere', place: secret ? `Secret/${secret.name}` : null };
}

/** Undefined where this source does not set it. What cannot be looked into may set it. */
async function traceSource(
  name: string,
  { prefix = '', configMapRef, secretRef }: EnvFrom,
  readConfigMap: ReadConfigMap,
): Promise<Traced | undefined> {
  if (!name.startsWith(prefix)) return undefined;
  if (secretRef?.name !== undefined) return { value: null, from: 'elsewhere', place: `Secret/${secretRef.name}` };
  if (configMapRef?.name === undefined) return undefined;
  const place = `ConfigMap/${configMapRef.name}`;
  const read = await readConfigMap(configMapRef.name);
  if (!read.known) return read.why === 'absent' ? undefined : { value: null, from: 'config-map', place };
  const value = read.value.data?.[name.slice(prefix.length)];
  return value === undefined ? undefined : { value, from: 'config-map', place };
}

function keyRef(ref: unknown): { readonly name: string; readonly key: string } | undefined {
  const { name, key } = (ref ?? {}) as { readonly name?: unknown; readonly key?: unknown };
  return typeof name === 'string' && typeof key === 'string' ? { name, key } : undefined;
}
