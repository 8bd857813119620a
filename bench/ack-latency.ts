import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { startLocalSlack } from '../simulator/slack/local-slack.ts';
import type { RedisSettings } from '../src/redis/connection.ts';
import { startServed } from './served.ts';
import { quantile } from './spread.ts';

const ASKS_PER_SECOND = 200;
/** A round is made of short slices of both in turn: what else the machine does then meets both alike. */
const SLICES = 8;
const SLICE_SECONDS = 0.5;
const SECRET = 'bench-signing-secret';
/** Of the local Slack: whoever asks and where is looked up at Slack once an hour, not for every ask. */
const PERSON = 'U0ALICE01';
const CHANNELS = ['C0INCIDEN', 'C0PLATFOR', 'C0KUBEJP1'];

interface Place {
  readonly team: string;
  readonly channel: string;
}

export interface AckRound {
  /** Milliseconds. */
  readonly bareP50: number;
  readonly gatewayP50: number;
  readonly bareP99: number;
  readonly gatewayP99: number;
}

/**
 * Opens a bare Bolt handler and the gateway's own, both over signed HTTP and each in its own process, while this one
 * only sends and measures; each call measures one round of both, 800 asks each.
 */
export async function openAckBench(redis: RedisSettings) {
  const slack = await startLocalSlack();
  const order = { botToken: slack.botToken, apiUrl: slack.apiUrl, signingSecret: SECRET, redis };
  const bare = await startServed('./bare-server.ts', order);
  const gateway = await startServed('./gateway-server.ts', order);
  return {
    round: async (): Promise<AckRound> => {
      const ofBare: number[] = [];
      const ofGateway: number[] = [];
      for (let slice = 0; slice < SLICES; slice += 1) {
        const turns = [
          async () => ofBare.push(...(await load(bare.port, slack.teamId))),
          async () => ofGateway.push(...(await load(gateway.port, slack.teamId))),
        ];
        for (const turn of slice % 2 === 0 ? turns : turns.reverse()) await turn();
      }
      return {
        bareP50: quantile(ofBare, 0.5),
        gatewayP50: quantile(ofGateway, 0.5),
        bareP99: quantile(ofBare, 0.99),
        gatewayP99: quantile(ofGateway, 0.99),
      };
    },
    close: async () => {
      await gateway.close();
      await bare.close();
      await slack.close();
    },
  };
}

/** Sends asks at a steady pace and gives the milliseconds until each was acknowledged. */
async function load(port: number, team: string): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const pending: Promise<number>[] = [];
  const started = performance.now();
  for (let sent = 0; sent < ASKS_PER_SECOND * SLICE_SECONDS; sent += 1) {
    const due = started + (sent * 1000) / ASKS_PER_SECOND;
    while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, 1));
    const channel = CHANNELS[sent % CHANNELS.length] ?? '';
    pending.push(sendCommand(port, agent, { team, channel }));
  }
  const latencies = await Promise.all(pending);
  agent.destroy();
  return latencies;
}

function sendCommand(port: number, agent: Agent, { team, channel }: Place): Promise<number> {
  const id = randomUUID();
  const body = new URLSearchParams({
    command: '/dca',
    text: 'status',
    token: 'unused',
    team_id: team,
    team_domain: 'local',
    channel_id: channel,
    channel_name: 'bench',
    user_id: PERSON,
    user_name: 'bench',
    api_app_id: 'A0BENCH',
    is_enterprise_install: 'false',
    response_url: 'http://127.0.0.1:9/never',
    trigger_id: id,
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const call = request(
      {
        port,
        agent,
        host: '127.0.0.1',
        path: '/slack/events',
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signature,
        },
      },
      (response) => {
        let words = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          words += chunk;
        });
        response.on('end', () => {
          // An ask that is not taken is acked with the reason.
          if (response.statusCode === 200 && words === '') resolve(performance.now() - started);
          else reject(new Error(`the handler answered ${response.statusCode} ${words}`));
        });
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
