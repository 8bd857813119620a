import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type RedisProxy, startRedisProxy } from './redis-proxy.ts';
import { until } from './until.ts';

export type Role = 'gateway' | 'worker';

/** `dca gateway` or `dca worker` as it runs in production, with a Redis connection that a test can hold. */
export interface ServiceProcess {
  readonly role: Role;
  /** `gateway-2`. */
  readonly name: string;
  readonly proxy: RedisProxy;
  /** All it said so far. */
  log(): string;
  alive(): boolean;
  /** Resolves once `/readyz` says yes. */
  ready(): Promise<void>;
  /** Resolves once a line of the log holds `part`. */
  says(part: string): Promise<void>;
  /** Where Slack's requests are listened for (HTTP mode). */
  slackPort(): number | undefined;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT. */
  holdUp(): void;
  goOn(): void;
  /** SIGTERM; resolves with its exit code. */
  end(): Promise<number | null>;
}

export interface ServiceOptions {
  readonly role: Role;
  readonly name: string;
  readonly program: string;
  readonly configFile: string;
  readonly socketPath: string;
  readonly redisSocketPath: string;
  readonly env: Readonly<Record<string, string>>;
}

const children = new Set<ChildProcess>();
// A test run that ends early must not leave services behind.
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

export async function startService(options: ServiceOptions): Promise<ServiceProcess> {
  const { role, name } = options;
  const proxy = await startRedisProxy(options.socketPath, options.redisSocketPath);
  const env = { PATH: process.env.PATH, LANG: 'en_US.UTF-8', ...options.env, REDIS_URL: proxy.url };
  const child = spawn(process.execPath, [options.program, role, '--config', options.configFile], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
  }
  children.add(child);
  child.once('exit', () => children.delete(child));

  const alive = () => child.exitCode === null && child.signalCode === null;
  const numberIn = (message: string): number | undefined => {
    const line = log.split('\n').find((candidate) => candidate.includes(`"msg":"${message}"`));
    return line === undefined ? undefined : Number(JSON.parse(line).port);
  };
  const about = { whatIsKnown: () => `${name}:\n${log.slice(-6_000)}`, hopeless: () => !alive() };
  const signal = async (kind: NodeJS.Signals) => {
    const gone = alive() ? once(child, 'close') : undefined;
    child.kill(kind);
    await gone;
    await proxy.close();
  };
  return {
    role,
    name,
    proxy,
    alive,
    log: () => log,
    ready: async () => {
      const port = await until('the health port', () => numberIn('health'), about);
      const isReady = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
      await until(`${name} is ready`, isReady, about);
    },
    says: async (part) => void (await until(`${name} says ${part}`, () => log.includes(part), about)),
    slackPort: () => numberIn('listening for Slack'),
    kill: () => signal('SIGKILL'),
    holdUp: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    end: async () => {
      if (alive()) await signal('SIGTERM');
      return child.exitCode;
    },
  };
}
