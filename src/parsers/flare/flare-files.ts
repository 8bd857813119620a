/** What a file of a flare holds, as far as dca-bot knows it. */
export const FLARE_FILE_KINDS = [
  'status',
  'node-status',
  'metamap',
  'clusterchecks',
  'configcheck',
  'log',
  'external-metrics',
  'telemetry',
  'settings',
] as const;
export type FlareFileKind = (typeof FLARE_FILE_KINDS)[number];

/** By the path below the archive's root folder, which is named after the host. */
const BY_NAME: Readonly<Record<string, FlareFileKind>> = {
  'cluster-agent-status.log': 'status',
  'status.log': 'node-status',
  'cluster-agent-metadatamapper.log': 'metamap',
  'clusterchecks.log': 'clusterchecks',
  'config-check.log': 'configcheck',
  'custommetricsprovider.log': 'external-metrics',
  // The name in the documentation of 2018.
  'custom-metrics-provider.log': 'external-metrics',
  'telemetry.log': 'telemetry',
  'envvars.log': 'settings',
};
/** The newest; older ones are numbered, and tell what is over. */
const LOG = 'logs/cluster-agent.log';

/** `host/logs/cluster-agent.log` -> `logs/cluster-agent.log`. */
export function belowRoot(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

/** `undefined` for the many files that are for Datadog's support alone. */
export function flareFileKind(name: string): FlareFileKind | undefined {
  const path = belowRoot(name);
  return path === LOG ? 'log' : Object.hasOwn(BY_NAME, path) ? BY_NAME[path] : undefined;
}

/** A flare has one folder at its root and, in it, at least one file that every Agent writes into its flares. */
export function isFlare(names: readonly string[]): boolean {
  const roots = new Set(names.map((name) => (name.includes('/') ? name.slice(0, name.indexOf('/')) : '')));
  return roots.size === 1 && !roots.has('') && names.some((name) => flareFileKind(name) !== undefined);
}

/** The host that a flare is of: the name of its root folder. */
export function flareHost(names: readonly string[]): string | undefined {
  const [first = ''] = names;
  return first.includes('/') ? first.slice(0, first.indexOf('/')) : undefined;
}

/** An archive that the command made without the running process holds this empty file. */
export function isLocalFlare(names: readonly string[]): boolean {
  return names.some((name) => belowRoot(name) === 'local');
}
