import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { RedisSettings } from '../src/redis/connection.ts';

/** What a server under test is told over its channel. */
export interface ServerOrder {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly redis: RedisSettings;
}

export interface Served {
  readonly port: number;
  close(): Promise<void>;
}

/** In a child: starts a server when told what with, says on which port, and ends with the parent. */
export function serve<Order = ServerOrder>(start: (order: Order) => Promise<number>): void {
  process.once('disconnect', () => process.exit(0));
  process.once('message', async (order: Order) => {
    process.send?.({ port: await start(order) });
  });
}

/** In the parent: runs a server in a process of its own, so that whoever measures it does not take its time. */
export async function startServed<Order extends object = ServerOrder>(file: string, order: Order): Promise<Served> {
  const child = fork(new URL(file, import.meta.url), { execArgv: ['--import', 'tsx'] });
  const exited = once(child, 'exit');
  child.send(order);
  const [told] = await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => {
      throw new Error(`${file} ended with ${code}`);
    }),
  ]);
  return {
    port: told.port,
    close: async () => {
      child.disconnect();
      await exited;
    },
  };
}
