import manifest from '../../../manifest.json' with { type: 'json' };
import { makeWebClient } from '../../answers/web-client-port.ts';
import { agentIdentity } from '../../collectors/agent-identity.ts';
import type { ClusterConfig, Config } from '../../config/config.ts';
import type { Language } from '../../domain/question.ts';
import { type DoctorLine, terminalDoctor } from '../../formatters/terminal-notices.ts';
import { KubeConfigProblem } from '../../kube/kube-config-problem.ts';
import { openCluster } from '../../kube/live-cluster.ts';
import { maskText } from '../../masking/mask-text.ts';
import { closeRedis, openCommands, whenReady } from '../../redis/connection.ts';
import { deadLetters } from '../../redis/dead-letters.ts';
import { keysOf } from '../../redis/keys.ts';
import { lastFallbacks } from '../../redis/sending-record.ts';
import { readServerFacts } from '../../redis/server-facts.ts';
import { localeLanguage } from '../manner.ts';
import { kubeConfigSentence } from '../open-cluster.ts';
import { wantsColour } from '../print-report.ts';
import { readConfig } from '../read-config.ts';
import { checkKubernetes } from './check-kubernetes.ts';
import { checkNode } from './check-node.ts';
import { checkRedis } from './check-redis.ts';
import { checkSending } from './check-sending.ts';
import { checkSlack, type TokenFacts } from './check-slack.ts';

/** As many as Redis keeps of those that were not sent as meant. */
const KEPT_MESSAGES = 1_000;

/** `dca doctor`: checks what is configured here; exit code 1 when a check failed. What is not configured is skipped, and said so. */
export async function runDoctor(flags: { readonly config?: string; readonly lang?: Language }): Promise<void> {
  const config = readConfig(flags.config);
  if (config === undefined) return;
  const language = flags.lang ?? localeLanguage(process.env);
  const groups = await Promise.all([
    [checkNode(process.version)],
    redisChecks(config),
    slackChecks(config),
    ...config.clusters.map((served) => kubernetesChecks(config, served, language)),
  ]);
  const results = groups.flat();
  const look = { colour: wantsColour(true, process.env) };
  process.stdout.write(terminalDoctor(results, language, look));
  process.exitCode = results.some(({ state }) => state === 'failed') ? 1 : 0;
}

async function redisChecks(config: Config): Promise<readonly DoctorLine[]> {
  const { url, prefix } = config.redis;
  if (url === undefined)
    return [{ check: 'redis-reachable', state: 'skipped', facts: { address: 'REDIS_URL', detail: null } }];
  const redis = openCommands({ url, prefix });
  try {
    const server = await checkRedis(maskText(url).text, async () => {
      await whenReady(redis, 5_000);
      return readServerFacts(redis);
    });
    if (server[0]?.state !== 'ok') return server;
    const keys = keysOf(prefix);
    const sending = await checkSending(Date.now(), {
      fallbacks: () => lastFallbacks(redis, keys, KEPT_MESSAGES),
      letters: () => deadLetters(redis, keys, KEPT_MESSAGES),
    });
    return [...server, sending];
  } finally {
    await closeRedis(redis);
  }
}

async function slackChecks({ slack }: Config): Promise<readonly DoctorLine[]> {
  const { botToken, apiUrl } = slack;
  if (botToken === undefined) return [{ check: 'slack-token', state: 'skipped', facts: { detail: null } }];
  return checkSlack(manifest.oauth_config.scopes.bot, () => readToken(botToken, apiUrl));
}

async function readToken(botToken: string, apiUrl: string | undefined): Promise<TokenFacts> {
  try {
    const answer = await makeWebClient(botToken, apiUrl).auth.test();
    return { ok: true, scopes: answer.response_metadata?.scopes ?? [] };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

async function kubernetesChecks(
  config: Config,
  served: ClusterConfig,
  language: Language,
): Promise<readonly DoctorLine[]> {
  try {
    const reader = await openCluster(served);
    try {
      const configured = served.namespace ?? config.agent.namespace;
      const identity = configured === undefined ? await agentIdentity(reader, undefined) : {};
      const agentNamespace = configured ?? identity.namespace ?? 'datadog';
      return await checkKubernetes(reader, { agentNamespace, exec: served.exec });
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (!(error instanceof KubeConfigProblem)) throw error;
    const detail = kubeConfigSentence(error, language);
    const context = served.name ?? served.context ?? '-';
    return [{ check: 'kubernetes-reachable', state: 'failed', facts: { context, detail } }];
  }
}
