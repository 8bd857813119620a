import { connect, createServer, type Socket } from 'node:net';
import { respValues } from './resp-values.ts';

/**
 * `before`: Redis never sees the command. `after`: Redis carries it out, and the one who sent it does not hear of that.
 */
export type TrapSide = 'before' | 'after';

/** Holds one command of one process, so that the process can be killed just there. */
export interface Trap {
  readonly caught: boolean;
  /** Lets a caught command (or its reply) go on, and catches nothing from now on. */
  release(): void;
}

export interface RedisProxy {
  /** `unix:/…`, for the one process that goes through here. */
  readonly url: string;
  /** Catches the first command whose bytes match, script and arguments included. */
  trap(command: RegExp, side: TrapSide): Trap;
  close(): Promise<void>;
}

interface PlantedTrap {
  readonly command: RegExp;
  readonly side: TrapSide;
  /** `due`: goes to Redis once everything before it is answered, so that the next reply is its own. */
  state: 'set' | 'due' | 'sent' | 'caught' | 'released';
  goOn: () => void;
}

/** Stands between one process and Redis: without a hook in the process, any command can be its last. */
export async function startRedisProxy(socketPath: string, redisSocketPath: string): Promise<RedisProxy> {
  let traps: PlantedTrap[] = [];
  const sockets = new Set<Socket>();

  const server = createServer((client) => {
    const redis = connect(redisSocketPath);
    const end = () => {
      client.destroy();
      redis.destroy();
    };
    for (const socket of [client, redis]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    const commandsIn = respValues();
    const repliesIn = respValues();
    const waiting: Buffer[] = [];
    const withheld: Buffer[] = [];
    let held: PlantedTrap | undefined;
    let unanswered = 0;

    const send = (command: Buffer) => {
      unanswered += 1;
      redis.write(command);
    };
    const goOn = () => {
      held = undefined;
      for (const reply of withheld.splice(0)) client.write(reply);
      for (const command of waiting.splice(0)) take(command);
    };
    const sendIfDue = () => {
      const command = waiting[0];
      if (held?.state !== 'due' || unanswered > 0 || command === undefined) return;
      held.state = 'sent';
      waiting.shift();
      send(command);
    };
    const take = (command: Buffer) => {
      if (held !== undefined) {
        waiting.push(command);
        return;
      }
      const text = command.toString('latin1');
      held = traps.find((trap) => trap.state === 'set' && trap.command.test(text));
      if (held === undefined) {
        send(command);
        return;
      }
      held.goOn = goOn;
      held.state = held.side === 'after' ? 'due' : 'caught';
      waiting.push(command);
      sendIfDue();
    };
    const reply = (value: Buffer) => {
      unanswered -= 1;
      if (held?.state === 'sent') {
        // Not carried out: the script is about to be sent in full, and that is the command to hold.
        if (value.toString('latin1').startsWith('-NOSCRIPT')) {
          held.state = 'set';
          client.write(value);
          goOn();
          return;
        }
        held.state = 'caught';
      }
      if (held?.side === 'after' && held.state === 'caught') {
        withheld.push(value);
        return;
      }
      client.write(value);
      sendIfDue();
    };
    client.on('data', (chunk: Buffer) => commandsIn(chunk).forEach(take));
    redis.on('data', (chunk: Buffer) => repliesIn(chunk).forEach(reply));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });

  return {
    url: `unix:${socketPath}`,
    trap: (command, side) => {
      const planted: PlantedTrap = { command, side, state: 'set', goOn: () => {} };
      traps.push(planted);
      return {
        get caught() {
          return planted.state === 'caught';
        },
        release: () => {
          const { goOn } = planted;
          planted.state = 'released';
          traps = traps.filter((other) => other !== planted);
          goOn();
        },
      };
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
