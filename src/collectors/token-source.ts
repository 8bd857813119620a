import type { TokenSource } from '../domain/node-agent.ts';
import type { Container } from '../domain/objects.ts';

const TOKEN = 'DD_CLUSTER_AGENT_AUTH_TOKEN';

/** Where a container takes the token for the Cluster Agent from. A token that is written there is told as such, and left there. */
export function tokenSource({ env = [], envFrom = [] }: Container): TokenSource {
  // Of two entries of one name the later one counts.
  const entry = env.findLast(({ name }) => name === TOKEN);
  if (entry === undefined) {
    return envFrom.some(({ prefix = '' }) => TOKEN.startsWith(prefix)) ? { from: 'other' } : { from: 'absent' };
  }
  if (entry.valueFrom !== undefined && entry.valueFrom !== null) {
    return secretKey(entry.valueFrom) ?? { from: 'other' };
  }
  return entry.value === undefined || entry.value === '' ? { from: 'absent' } : { from: 'literal' };
}

function secretKey(valueFrom: unknown): TokenSource | undefined {
  const { secretKeyRef } = valueFrom as { readonly secretKeyRef?: { readonly name?: unknown; readonly key?: unknown } };
  const { name, key } = secretKeyRef ?? {};
  return typeof name === 'string' && typeof key === 'string' ? { from: 'secret', name, key } : undefined;
}
