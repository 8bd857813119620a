import type { SecretRule } from '../../src/masking/secret-span.ts';
import type { Random } from '../seeded-random.ts';

const HEX = '0123456789abcdef';
const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const BASE64 = `${ALNUM}+/`;
const URL_SAFE = `${ALNUM}-_`;
/** What people put into passwords, short of what ends a bare value in every notation. */
const PASSWORD = `${ALNUM}!#%^*+-_=~?/`;

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}

function text(random: Random, from: string, length: number): string {
  return Array.from({ length }, () => from.charAt(Math.floor(random() * from.length))).join('');
}

function password(random: Random): string {
  return text(random, ALNUM, 3) + text(random, PASSWORD, 9) + text(random, ALNUM, 4);
}

function pem(random: Random, kind: string): string {
  const lines = Array.from({ length: 4 }, () => text(random, BASE64, 64));
  return `-----BEGIN ${kind}-----\n${lines.join('\n')}\n-----END ${kind}-----`;
}

/**
 * A secret as it stands in a text: `text` holds `secret` once, and nothing else that is one. `anywhere` tells that the
 * secret's own form gives it away, so that it may also be planted alone.
 */
export interface Example {
  readonly text: string;
  readonly secret: string;
  readonly anywhere?: boolean;
}

type Maker = (random: Random) => Example;

const alone =
  (make: (random: Random) => string): Maker =>
  (random) => {
    const secret = make(random);
    return { text: secret, secret, anywhere: true };
  };

const under =
  (prefixes: readonly string[], make: (random: Random) => string = password): Maker =>
  (random) => {
    const secret = make(random);
    return { text: pick(random, prefixes) + secret, secret };
  };

const token = (random: Random) => text(random, ALNUM, 4) + text(random, URL_SAFE, 12) + text(random, ALNUM, 4);

/** A maker of random examples for every rule; a rule without one does not compile. */
export const SECRET_EXAMPLES: Record<Exclude<SecretRule, 'kubernetes-secret' | 'too-deep'>, Maker> = {
  'api-key': alone((random) => text(random, HEX, 32)),
  'app-key': alone((random) => text(random, HEX, 40)),
  'datadog-key': alone((random) => `${pick(random, ['ddapi', 'ddapp', 'ddpat', 'ddsat'])}_${text(random, ALNUM, 34)}`),
  'client-token': alone((random) => `pub${text(random, HEX, 32)}`),
  'cluster-agent-token': under(['DD_CLUSTER_AGENT_AUTH_TOKEN=', 'cluster_agent.auth_token: '], token),
  authorization: under(['Authorization: ', 'authorization: Token ', 'Proxy-Authorization: Digest '], token),
  'bearer-token': under(['Bearer ', 'bearer '], (random) => `${text(random, ALNUM, 30)}1`),
  'basic-auth': under(['Basic '], (random) => Buffer.from(`robot:${text(random, ALNUM, 14)}`).toString('base64')),
  jwt: alone(
    (random) => `eyJ${text(random, URL_SAFE, 30)}.eyJ${text(random, URL_SAFE, 60)}.${text(random, URL_SAFE, 43)}`,
  ),
  password: under(['password=', 'DB_PASSWORD=', 'dbPassword: ', '--password ', '--db-passwd=', 'パスワード：']),
  'url-password': (random) => {
    const secret = text(random, `${ALNUM}!$%^*-_~`, 14);
    const scheme = pick(random, ['postgres://app:', 'redis://:', 'rediss://default:', 'https://robot:', 'amqp://mq:']);
    return { text: `${scheme}${secret}@db.shop.svc:5432/orders?sslmode=off`, secret };
  },
  'dsn-password': (random) => {
    const secret = password(random);
    return { text: `app:${secret}@tcp(db.shop.svc:3306)/orders`, secret };
  },
  secret: under(['CLIENT_SECRET=', 'clientSecret: ', '--client-secret ', 'SLACK_SIGNING_SECRET='], token),
  token: under(['SHOP_TOKEN=', 'auth_token: ', '--token ', '--api-token='], token),
  credential: under(['registry_credential=', 'credentials: '], token),
  cookie: (random) => {
    const secret = `session=${token(random)}`;
    return { text: `Cookie: ${secret}`, secret };
  },
  signature: under(['?sv=2024&sig=', '?X-Amz-Signature='], (random) => text(random, ALNUM, 44)),
  'docker-auth': under(['auth: '], (random) => Buffer.from(`robot:${text(random, ALNUM, 14)}`).toString('base64')),
  'community-string': under(['community_string: ', 'community_string=']),
  'access-key': under(['AccountKey=', 'SharedAccessKey=', 'secret_key: '], (random) => `${text(random, BASE64, 86)}==`),
  'aws-access-key-id': alone((random) => `${pick(random, ['AKIA', 'ASIA'])}${text(random, ALNUM.toUpperCase(), 16)}`),
  'aws-secret-key': under(['aws_secret_access_key = ', 'AWS_SECRET_ACCESS_KEY='], (random) => text(random, BASE64, 40)),
  'private-key': alone((random) => pem(random, pick(random, ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY']))),
  'ssh-private-key': alone((random) => pem(random, 'OPENSSH PRIVATE KEY')),
  'encoded-private-key': under(['client-key-data: ', 'key: ', ''], (random) =>
    Buffer.from(pem(random, 'RSA PRIVATE KEY')).toString('base64'),
  ),
  'github-token': alone((random) => `${pick(random, ['ghp', 'gho', 'ghs'])}_${text(random, ALNUM, 36)}`),
  'gitlab-token': alone((random) => `glpat-${text(random, ALNUM, 20)}`),
  'slack-token': alone(
    (random) =>
      `${pick(random, ['xoxb-', 'xoxp-', 'xoxe-1-', 'xoxe.xoxp-1-', 'xapp-1-A0'])}${text(random, ALNUM, 11)}-${text(random, ALNUM, 24)}`,
  ),
  'slack-webhook': under(
    ['https://hooks.slack.com/services/'],
    (random) => `T${text(random, ALNUM, 8)}/B${text(random, ALNUM, 8)}/${text(random, ALNUM, 24)}`,
  ),
  'google-api-key': alone((random) => `AIza${text(random, URL_SAFE, 34)}x`),
  'google-oauth-token': alone((random) => `ya29.${text(random, URL_SAFE, 60)}`),
  'stripe-key': alone((random) => `${pick(random, ['sk', 'rk'])}_live_${text(random, ALNUM, 24)}`),
  'npm-token': alone((random) => `npm_${text(random, ALNUM, 36)}`),
  'pypi-token': alone((random) => `pypi-AgEIcHlwaS5vcmc${text(random, URL_SAFE, 70)}`),
  'sendgrid-key': alone((random) => `SG.${text(random, URL_SAFE, 22)}.${text(random, URL_SAFE, 43)}`),
  'vault-token': alone((random) => `hvs.${text(random, URL_SAFE, 40)}`),
  'model-key': alone((random) => `sk-${text(random, ALNUM, 20)}1${text(random, ALNUM, 20)}`),
};
