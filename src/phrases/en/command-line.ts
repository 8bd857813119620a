import type { InterfaceWords } from '../interface-words.ts';
import { number } from '../measure.ts';
import { rightName } from '../names.ts';
import { code, say } from '../rich.ts';
import { codes, count } from './wording.ts';

export const DOCTOR: InterfaceWords['doctor'] = {
  states: { ok: 'ok', failed: 'failed', skipped: 'skipped' },
  checks: {
    node: ({ found, wanted }) => ({
      title: `Node.js ${found}`,
      remedy: say`install Node.js ${wanted} or newer.`,
    }),
    'redis-reachable': ({ address, detail }) => ({
      title: `Redis answers at ${address}`,
      remedy: say`start Redis or correct ${code('REDIS_URL')}${detail === null ? '.' : say`: ${code(detail)}`}`,
    }),
    'redis-version': ({ found, wanted }) => ({
      title: `Redis version ${found}`,
      remedy: say`use Redis ${wanted} or newer, or Valkey.`,
    }),
    'redis-eviction': ({ found }) => ({
      title: `Redis keeps what it is given (maxmemory-policy ${found})`,
      remedy: say`set ${code('maxmemory-policy noeviction')}: any other policy may throw away questions and answers.`,
    }),
    'redis-persistence': ({ appendOnly }) => ({
      title: appendOnly
        ? 'Redis survives a restart (appendonly yes); a power cut or a failover can still lose or repeat the last 1 to 2 s'
        : 'Redis survives a restart (appendonly no)',
      remedy: say`set ${code('appendonly yes')}: without it a restart loses questions that are under way.`,
    }),
    sending: ({ givenUp, plainer, why }) => ({
      title:
        givenUp + plainer === 0
          ? 'Messages of the last 24 h were sent as meant'
          : `Messages of the last 24 h: ${number(givenUp)} not sent, ${number(plainer)} in a plainer form than meant (${why.slice(0, 3).join(', ')})`,
      remedy: say`the log of the gateway names each of them. Slack's words, or mine: ${codes(why)}.`,
    }),
    'slack-token': ({ detail }) => ({
      title: 'Slack accepts the token',
      remedy: say`copy the Bot User OAuth Token (${code('xoxb-')}) of the app again${detail === null ? '.' : say`; Slack says ${code(detail)}`}`,
    }),
    'slack-scopes': ({ missing }) => ({
      title: missing.length === 0 ? 'Slack scopes' : `Slack scopes (${missing.length} missing)`,
      remedy: say`add ${codes(missing, 12)} to the app and install it again.`,
    }),
    'kubernetes-reachable': ({ context, detail }) => ({
      title: `Kubernetes answers (${context})`,
      remedy: say`check the kubeconfig or ServiceAccount${detail === null ? '.' : say`: ${code(detail)}`}`,
    }),
    'kubernetes-right': ({ right, lost }) => ({
      title: `May ${right.verb} ${right.resource}${right.namespace === null ? '' : ` in ${right.namespace}`}`,
      remedy: say`grant ${rightName(right)}; ${code('dca rbac')} prints the YAML.${lost === null ? '' : ` Without it: ${lost}`}`,
    }),
  },
  summary: (failed, skipped) =>
    failed === 0
      ? skipped === 0
        ? 'All checks passed.'
        : `Nothing failed; ${count(skipped, 'check')} skipped.`
      : `${count(failed, 'check')} failed${skipped === 0 ? '.' : `, ${skipped} skipped.`}`,
};

export const CLI: InterfaceWords['cli'] = {
  fileUnreadable: (path, detail) => `Cannot read ${path}: ${detail}`,
  demoReady: 'Open this address, pick a channel and type /dca hpa nginxext, or /dca help. Ctrl+C ends the demo.',
};
