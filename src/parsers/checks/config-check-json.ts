import type { CheckConfig, CheckInstance, ConfigCheck } from '../../domain/checks.ts';
import { asList, asObject, asText } from '../status/json-value.ts';
import { instanceName } from './instance-name.ts';

/**
 * Reads what a node Agent's `configcheck --json` prints since 2025: a list of configurations, or one, whose instances
 * are YAML in a string. `undefined` for any other JSON.
 */
export function configCheckFromJson(document: unknown): ConfigCheck | undefined {
  const listed = asList(document) ?? [document];
  const configs = listed.map(configOf);
  return configs.every((config) => config !== undefined)
    ? { configs, errors: [], warnings: [], cutOff: false }
    : undefined;
}

function configOf(value: unknown): CheckConfig | undefined {
  const raw = asObject(value);
  const name = asText(raw?.check_name);
  if (!raw || name === undefined) return undefined;
  const provider = asText(raw.provider) ?? '';
  const source = asText(raw.source) ?? '';
  return {
    name,
    // The JSON does not tell. It is a node Agent's, which runs checks and hands none on.
    isClusterCheck: false,
    provider: provider === 'Unknown provider' ? '' : provider,
    source: source === 'Unknown configuration source' ? '' : source,
    instances: (asList(raw.instances) ?? []).map(instanceOf),
  };
}

function instanceOf(value: unknown): CheckInstance {
  const raw = asObject(value);
  const reading = instanceName();
  for (const line of (asText(raw?.config) ?? '').split('\n')) reading.take(line.trimEnd());
  const name = reading.name();
  return { id: asText(raw?.id) ?? '', ...(name !== undefined && { name }) };
}
