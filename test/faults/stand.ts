import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { askIdOf } from '../../handlers/ask-id.ts';
import { DEFAULT_SCENARIO } from '../../simulator/cluster/default-scenario.ts';
import { type SimulatedCluster, startSimulatedCluster } from '../../simulator/cluster/simulated-cluster.ts';
import type { CommandOutcome } from '../../simulator/slack/delivery/outcomes.ts';
import { type LocalSlack, startLocalSlack } from '../../simulator/slack/local-slack.ts';
import { type Inspector, openInspector } from '../../src/queue/inspect.ts';
import { openBlocking, type Redis } from '../../src/redis/connection.ts';
import { type Keys, keysOf } from '../../src/redis/keys.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';
import { buildProgram } from './build-program.ts';
import type { Trap, TrapSide } from './redis-proxy.ts';
import { type Role, type ServiceProcess, startService } from './service-process.ts';
import { until } from './until.ts';

export const CLUSTER = 'prod-stand';
const PREFIX = '{dca}';
const USER = 'U0ALICE01';

/** A question in a channel, whose id is known before it is typed. */
export interface Asked {
  readonly id: string;
  readonly channel: string;
  /** Slack's own id of it, for a re-delivery. */
  readonly triggerId: string;
  /** Types it; resolves with how Slack saw it taken. */
  type(): Promise<CommandOutcome>;
}

/** Everything of dca-bot as separate processes, around a Slack and a cluster of this process. */
export interface Stand {
  readonly slack: LocalSlack;
  readonly cluster: SimulatedCluster;
  readonly server: TestRedis;
  /** Sees Redis without going through anybody's proxy. */
  readonly redis: Redis;
  readonly keys: Keys;
  readonly inspector: Inspector;
  /** Starts one more and waits until it is ready; `soon` does not wait. */
  start(role: Role, when?: 'ready' | 'soon'): Promise<ServiceProcess>;
  /** Those of a role that run. */
  running(role: Role): readonly ServiceProcess[];
  /** Sees to it that so many of a role run: starts some or ends the newest. */
  staff(role: Role, count: number): Promise<void>;
  /** Catches a command of any process of a role, started already or later, and says whose it was. */
  trap(role: Role, command: RegExp, side: TrapSide): { caught(): Promise<ServiceProcess>; release(): void };
  /** A channel nobody has written in. */
  channel(options?: { withBot?: boolean }): string;
  /** `/dca …`, to be typed. */
  ask(channel: string, words?: string, user?: string): Asked;
  /** Questions asked before no longer lend their report to the next. */
  forgetShared(): Promise<void>;
  /** Every line that any process ever wrote. */
  logs(): string;
  until<T>(what: string, condition: () => T | Promise<T>, ms?: number): Promise<NonNullable<T>>;
  close(): Promise<void>;
}

export interface StandOptions {
  readonly mode?: 'socket' | 'http';
  /** For every question, as `dca.yaml` has it; default `30s`. */
  readonly deadline?: string;
  /** The folder that the cluster plays; default a captured leader and follower. */
  readonly scenario?: string;
  /** A program built before; absent: it is built. */
  readonly program?: string;
  /** Whether Slack keeps to its pace of one post a second in a channel; default no. */
  readonly rateLimit?: boolean;
}

export async function startStand(options: StandOptions = {}): Promise<Stand> {
  const { mode = 'socket', deadline = '30s', scenario = DEFAULT_SCENARIO, rateLimit = false } = options;
  const folder = await mkdtemp(join(tmpdir(), 'dca-'));
  const services: ServiceProcess[] = [];
  let started = 0;
  const plants = new Set<(service: ServiceProcess) => void>();
  const running = (role: Role) => services.filter((service) => service.role === role && service.alive());
  const slackUrl = () => `http://127.0.0.1:${running('gateway').at(-1)?.slackPort() ?? 9}/slack/events`;
  // Alone and first: it takes all there is of the machine, and fails on a working copy that does not compile.
  const program = options.program ?? (await buildProgram(join(folder, 'program')));
  const [slack, cluster, server] = await Promise.all([
    startLocalSlack({ delivery: mode === 'http' ? { mode, url: slackUrl } : { mode }, retryDelaysMs: [], rateLimit }),
    startSimulatedCluster({ scenario }),
    startTestRedis({ aof: true }),
  ]);
  const kubeconfig = join(folder, 'kubeconfig');
  await cluster.writeKubeconfig(kubeconfig);
  const configFile = join(folder, 'dca.yaml');
  await writeFile(
    configFile,
    stringify({
      slack: { mode, host: '127.0.0.1', port: 0 },
      redis: { prefix: PREFIX },
      clusters: [{ name: CLUSTER, kubeconfig }],
      deadlines: { status: deadline, leader: deadline },
      health: { host: '127.0.0.1', port: 0 },
      log: { level: 'debug' },
    }),
  );
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
  };
  const settings = { url: server.url, prefix: PREFIX };
  const redis = openBlocking(settings);
  const keys = keysOf(PREFIX);
  const inspector = openInspector(settings);
  const logs = () => services.map((service) => `--- ${service.name}\n${service.log()}`).join('\n');
  const stand: Stand = {
    slack,
    cluster,
    server,
    redis,
    keys,
    inspector,
    running,
    logs,
    start: async (role, when = 'ready') => {
      started += 1;
      const name = `${role}-${started}`;
      const service = await startService({
        role,
        name,
        program,
        configFile,
        socketPath: join(folder, `${name}.sock`),
        redisSocketPath: server.url.replace(/^unix:/, ''),
        env,
      });
      services.push(service);
      for (const plant of plants) plant(service);
      if (when === 'soon') return service;
      await service.ready();
      if (role === 'worker')
        await stand.until('the cluster is registered', () => redis.hexists(keys.clusters(), CLUSTER));
      return service;
    },
    staff: async (role, count) => {
      const here = running(role);
      await Promise.all(here.slice(count).map((service) => service.kill()));
      await Promise.all(Array.from({ length: Math.max(0, count - here.length) }, () => stand.start(role)));
    },
    trap: (role, command, side) => {
      const set: { readonly service: ServiceProcess; readonly trap: Trap }[] = [];
      const plant = (service: ServiceProcess) => {
        if (service.role === role) set.push({ service, trap: service.proxy.trap(command, side) });
      };
      for (const service of running(role)) plant(service);
      plants.add(plant);
      const release = () => {
        plants.delete(plant);
        for (const { trap } of set) trap.release();
      };
      return {
        release,
        caught: async () => {
          const found = await stand.until(`a ${role} does ${command}`, () => set.find(({ trap }) => trap.caught));
          plants.delete(plant);
          for (const { service, trap } of set) if (service !== found.service) trap.release();
          return found.service;
        },
      };
    },
    channel: ({ withBot = true } = {}) => {
      const id = slack.store.nextId('C0');
      const members = new Set([USER, ...(withBot ? [slack.botUserId] : [])]);
      slack.store.addChannel({
        id,
        name: id.toLowerCase(),
        kind: 'public',
        isExtShared: false,
        isArchived: false,
        members,
      });
      return id;
    },
    ask: (channel, words = 'leader', user = USER) => {
      const triggerId = slack.store.nextId('trigger');
      return {
        id: askIdOf('command', slack.teamId, triggerId),
        channel,
        triggerId,
        type: () => slack.typeCommand({ channel, user, text: words, triggerId }),
      };
    },
    forgetShared: async () => {
      const shared = await redis.keys(keys.share('*'));
      if (shared.length > 0) await redis.del(shared);
    },
    until: (what, condition, ms = 30_000) =>
      until(what, async () => (await condition()) || undefined, { ms, whatIsKnown: () => logs().slice(-6_000) }),
    close: async () => {
      await Promise.all(services.map((service) => service.kill()));
      await inspector.close();
      redis.disconnect();
      await Promise.all([slack.close(), cluster.close(), server.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return stand;
}
