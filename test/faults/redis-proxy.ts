import { connect, createServer, type Socket } from 'node:net';

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
  state: 'set' | 'sent' | 'caught' | 'released';
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
    let held: PlantedTrap | undefined;
    const commands: Buffer[] = [];
    const replies: Buffer[] = [];
    const goOn = () => {
      held = undefined;
      for (const chunk of commands.splice(0)) redis.write(chunk);
      for (const chunk of replies.splice(0)) client.write(chunk);
    };
    client.on('data', (chunk: Buffer) => {
      if (held === undefined) {
        const text = chunk.toString('latin1');
        held = traps.find(({ state, command }) => state === 'set' && command.test(text));
        if (held !== undefined) {
          held.goOn = goOn;
          held.state = held.side === 'after' ? 'sent' : 'caught';
          if (held.side === 'after') {
            redis.write(chunk);
            return;
          }
        }
      }
      if (held === undefined) redis.write(chunk);
      else commands.push(chunk);
    });
    redis.on('data', (chunk: Buffer) => {
      if (held?.side === 'after' && held.state === 'sent') {
        // Not carried out: the script is about to be sent in full, and that is the command to hold.
        if (chunk.toString('latin1').startsWith('-NOSCRIPT')) {
          held.state = 'set';
          client.write(chunk);
          goOn();
          return;
        }
        held.state = 'caught';
      }
      if (held?.side === 'after') replies.push(chunk);
      else client.write(chunk);
    });
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
