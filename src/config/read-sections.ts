import { CLUSTER_KINDS, type ClusterKind, LANGUAGES } from '../domain/question.ts';
import { type ChannelConfig, type ClusterConfig, type Config, DEFAULTS, LOG_LEVELS, SLACK_MODES } from './config.ts';
import { readAccess } from './read-access.ts';
import type { Entry, YamlReader } from './yaml-reader.ts';

const TOP = [
  'slack',
  'redis',
  'clusters',
  'language',
  'channels',
  'access',
  'deadlines',
  'health',
  'log',
  'worker',
  'agent',
] as const;
const PORT = 65_535;
const SHORTEST_MS = 1000;
const LONGEST_MS = 600_000;

/** Files that hold secrets, as the file names them. */
export interface SecretFiles {
  readonly botTokenFile?: Entry;
  readonly appTokenFile?: Entry;
  readonly signingSecretFile?: Entry;
  readonly urlFile?: Entry;
}

/** Turns a document into a configuration with defaults; what is wrong is reported by the reader and left at its default. */
export function readSections(reader: YamlReader, root: Entry): { config: Config; secretFiles: SecretFiles } {
  const top = reader.section(root, TOP);
  const slack = reader.section(top.get('slack'), [
    'mode',
    'host',
    'port',
    'path',
    'apiUrl',
    'botTokenFile',
    'appTokenFile',
    'signingSecretFile',
  ]);
  const redis = reader.section(top.get('redis'), ['url', 'urlFile', 'prefix']);
  const deadlines = reader.section(top.get('deadlines'), CLUSTER_KINDS);
  const health = reader.section(top.get('health'), ['host', 'port']);
  const log = reader.section(top.get('log'), ['level']);
  const worker = reader.section(top.get('worker'), ['concurrency']);
  const agent = reader.section(top.get('agent'), ['namespace', 'leaseNames']);
  const deadline = (kind: ClusterKind) =>
    reader.duration(deadlines.get(kind), SHORTEST_MS, LONGEST_MS) ?? DEFAULTS.deadlines[kind];
  const config: Config = {
    slack: {
      mode: reader.word(slack.get('mode'), SLACK_MODES) ?? DEFAULTS.slack.mode,
      host: reader.text(slack.get('host'), 'text') ?? DEFAULTS.slack.host,
      port: reader.integer(slack.get('port'), 0, PORT) ?? DEFAULTS.slack.port,
      path: reader.text(slack.get('path'), 'path') ?? DEFAULTS.slack.path,
      ...optional('apiUrl', reader.text(slack.get('apiUrl'), 'web-url')),
    },
    redis: {
      prefix: reader.text(redis.get('prefix'), 'prefix') ?? DEFAULTS.redis.prefix,
      ...optional('url', reader.text(redis.get('url'), 'redis-url')),
    },
    clusters: readClusters(reader, top.get('clusters')),
    language: reader.word(top.get('language'), LANGUAGES) ?? DEFAULTS.language,
    channels: readChannels(reader, top.get('channels')),
    access: readAccess(reader, top.get('access')),
    deadlines: Object.fromEntries(CLUSTER_KINDS.map((kind) => [kind, deadline(kind)])) as Record<ClusterKind, number>,
    health: {
      host: reader.text(health.get('host'), 'text') ?? DEFAULTS.health.host,
      port: reader.integer(health.get('port'), 0, PORT) ?? DEFAULTS.health.port,
    },
    log: { level: reader.word(log.get('level'), LOG_LEVELS) ?? DEFAULTS.log.level },
    worker: { concurrency: reader.integer(worker.get('concurrency'), 1, 100) ?? DEFAULTS.worker.concurrency },
    agent: {
      ...optional('namespace', reader.text(agent.get('namespace'), 'kubernetes-name')),
      ...optional('leaseNames', readNames(reader, agent.get('leaseNames'))),
    },
  };
  const secretFiles = {
    ...optional('botTokenFile', slack.get('botTokenFile')),
    ...optional('appTokenFile', slack.get('appTokenFile')),
    ...optional('signingSecretFile', slack.get('signingSecretFile')),
    ...optional('urlFile', redis.get('urlFile')),
  };
  return { config, secretFiles };
}

function readClusters(reader: YamlReader, entry: Entry | undefined): readonly ClusterConfig[] {
  const entries = reader.list(entry);
  if (entries === undefined || entries.length === 0) return DEFAULTS.clusters;
  const names = new Set<string>();
  return entries.map((item) => {
    const cluster = reader.section(item, ['name', 'context', 'kubeconfig', 'inCluster', 'namespace', 'exec']);
    const name = reader.text(cluster.get('name'), 'cluster-name');
    if (name !== undefined && names.has(name)) reader.report('same-cluster-twice', item, { name });
    if (name !== undefined) names.add(name);
    const inCluster = reader.onOff(cluster.get('inCluster'));
    for (const first of ['context', 'kubeconfig'])
      if (inCluster === true && cluster.has(first))
        reader.report('keys-exclude-each-other', item, { first, second: 'inCluster' });
    return {
      ...optional('name', name),
      ...optional('context', reader.text(cluster.get('context'), 'text')),
      ...optional('kubeconfig', reader.text(cluster.get('kubeconfig'), 'text')),
      ...optional('inCluster', inCluster),
      ...optional('namespace', reader.text(cluster.get('namespace'), 'kubernetes-name')),
      exec: reader.onOff(cluster.get('exec')) ?? true,
    };
  });
}

function readChannels(reader: YamlReader, entry: Entry | undefined): Readonly<Record<string, ChannelConfig>> {
  const channels: [string, ChannelConfig][] = [];
  for (const [id, item] of reader.section(entry, undefined)) {
    if (!/^[CGD][A-Z0-9]{2,20}$/.test(id)) {
      reader.report('not-a-text', { ...item, node: null }, { what: 'channel', given: id.slice(0, 24) });
      continue;
    }
    const channel = reader.section(item, ['cluster', 'language']);
    channels.push([
      id,
      {
        ...optional('cluster', reader.text(channel.get('cluster'), 'cluster-name')),
        ...optional('language', reader.word(channel.get('language'), LANGUAGES)),
      },
    ]);
  }
  return Object.fromEntries(channels);
}

function readNames(reader: YamlReader, entry: Entry | undefined): readonly string[] | undefined {
  return reader
    .list(entry)
    ?.map((item) => reader.text(item, 'kubernetes-name'))
    .filter((name) => name !== undefined);
}

/** `{ key: value }`, or nothing where there is no value: an optional property is left out and never undefined. */
function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: T });
}
