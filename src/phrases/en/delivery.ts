import type { FactsByCode } from '../../domain/finding-facts.ts';
import { number } from '../measure.ts';
import { commands, execCommand, inNamespace, logCommand, remedy, setting, shortPod } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { codes, count, lasting, list } from './wording.ts';

type Problem = FactsByCode['admission-failing']['problems'][number];

function problem({ what, detail }: Problem): Rich {
  switch (what) {
    case 'error':
      return say`The Agent says: ${code(detail)}`;
    case 'webhook-error':
      return say`Webhook object: ${code(detail)}`;
    case 'secret-error':
      return say`Certificate Secret: ${code(detail)}`;
    case 'digest-differs':
      return say`The webhook trusts another CA than the Secret holds: ${code(detail)}`;
    case 'certificate-expired':
      return say`The certificate has expired${since(detail, ' ', ' ago')}`;
    case 'certificate-expiring':
      return say`The certificate expires${since(detail, ' in ', '')}; the Agent should have renewed it 30 days before the end`;
  }
}

function since(seconds: string, before: string, after: string): string {
  const amount = Number(seconds);
  return Number.isFinite(amount) && amount > 0 ? `${before}${lasting(amount)}${after}` : '';
}

function failures(facts: FactsByCode['intake-failing']): readonly Rich[] {
  return [
    ...facts.httpErrors.map(({ code: status, times }) => say`HTTP ${code(status)} × ${number(times)}`),
    ...facts.errorsByType.map(({ type, times }) => say`${code(type)} × ${number(times)}`),
  ];
}

/** What the Agent sends to Datadog, and what it injects into pods. */
export const delivery = {
  'intake-failing': (facts, context) => {
    const seen = failures(facts);
    const flushOnly = seen.length === 0;
    const delivers = facts.successes > 0 && !context.codes.includes('api-key-rejected');
    return {
      sum: flushOnly
        ? strong`${shortPod(facts.pod)} fails to hand over its own metrics: ${number(facts.seriesFlushErrors)} of ${count(facts.flushes, 'flush', 'flushes')} failed.`
        : strong`Requests from ${shortPod(facts.pod)} to Datadog fail: ${list(seen)}.`,
      points: [
        say`${code(facts.pod)}: ${count(facts.successes, 'request')} succeeded since it started`,
        ...(facts.alsoOn.length === 0 ? [] : [say`The same on ${codes(facts.alsoOn, 6)}`]),
        ...(flushOnly || facts.seriesFlushErrors === 0
          ? []
          : [
              say`${number(facts.seriesFlushErrors)} of ${count(facts.flushes, 'flush', 'flushes')} of its own metrics failed`,
            ]),
      ],
      ...(flushOnly
        ? delivers
          ? {
              notAtFault: say`Requests to Datadog themselves succeed, so neither the key nor the network is to blame; this concerns the Agent's own metrics alone, not those HPAs read.`,
            }
          : {}
        : {
            notAtFault: say`These are requests the Agent sends; the ones it makes to read metrics for HPAs are counted elsewhere.`,
          }),
      remedy: remedy(
        say`the log names the cause:`,
        logCommand(facts.pod, context, "--tail=500 | grep -iE 'flush|transaction|endpoint'"),
      ),
      teach: [
        say`Counters run since the Agent started. Failed requests wait in a queue and are sent again; only what the Agent reports as dropped is lost.`,
        say`${code('DNSErrors')}, ${code('ConnectionErrors')} and ${code('TLSErrors')} point at the way to Datadog (DNS, proxy, egress rules); HTTP 429 and 5xx at Datadog's side.`,
      ],
    };
  },
  'forwarder-dropping': (facts, context) => ({
    sum: strong`${shortPod(facts.pod)} has dropped ${count(facts.dropped, 'payload')} meant for Datadog since it started.`,
    points: [say`${code(facts.pod)}: ${count(facts.retryQueueSize, 'payload')} in the retry queue now`],
    effect: say`what was dropped (events, service checks, the Agent's own metrics) is lost.`,
    remedy: remedy(
      say`the log names the refusals:`,
      logCommand(facts.pod, context, "--tail=500 | grep -i 'transaction'"),
    ),
    teach: [
      say`The Agent drops a payload when Datadog refuses it for good (HTTP 400, 403, 404, 413), or when the retry queue is full after a long outage.`,
    ],
  }),
  'api-key-rejected': (facts, context) => ({
    sum:
      facts.forbidden > 0
        ? strong`Datadog refuses what ${shortPod(facts.pod)} sends: HTTP 403 × ${number(facts.forbidden)}. The API key is wrong, or of another site (inferred).`
        : strong`Datadog calls the API key of ${shortPod(facts.pod)} invalid.`,
    points: [
      say`Read from ${code(facts.pod)}`,
      ...facts.keys.map(({ endsWith, text }) => say`Key ending in ${code(endsWith)}: ${code(text)}`),
    ],
    effect: say`events and service checks of this Cluster Agent are lost while the key is refused.`,
    notAtFault: say`The application key, with which metrics for HPAs are read, is another one.`,
    remedy: remedy(
      say`compare the key's last five characters with Organization Settings, and ${code('DD_SITE')} with the address you log in to; then restart the Cluster Agent${context.deployment === null ? '.' : ':'}`,
      context.deployment === null
        ? undefined
        : `kubectl rollout restart deploy/${context.deployment}${inNamespace(context)}`,
    ),
    teach: [
      say`A Cluster Agent does not validate its API key as node Agents do: a bad key shows only as HTTP 403 in ${code('Forwarder')} and as ${code('API Key invalid')} in the log.`,
    ],
  }),
  'admission-disabled': (facts, context) => ({
    sum: strong`The admission controller is switched off: a setting, not a fault.`,
    points: [say`${code('DD_ADMISSION_CONTROLLER_ENABLED')} is off on ${code(facts.pod)}`],
    remedy: remedy(
      say`nothing. If pods should get libraries and ${code('DD_')} settings injected: ${setting('admission', context)}.`,
    ),
    teach: [
      say`The admission controller changes new pods as they are created: it adds ${code('DD_AGENT_HOST')}, unified service tags and tracing libraries. Everything else works without it.`,
    ],
  }),
  'admission-healthy': (facts, context) => ({
    sum: strong`The admission controller works: ${count(facts.webhooks, 'webhook')}${
      facts.certificateSeconds === null ? [] : say`, certificate good for ${lasting(facts.certificateSeconds)}`
    }.`,
    points: [say`Read from ${code(facts.pod)}; every webhook trusts the CA that the Secret holds`],
    teach: [
      say`The API server calls the webhook for every new pod that matches. ${code('failurePolicy: Ignore')} lets pods start unchanged when it fails, so a failure is silent.`,
    ],
    see: commands(execCommand(facts.pod, context, 'datadog-cluster-agent status')),
  }),
  'admission-failing': (facts, context) => {
    const only = facts.problems.every(({ what }) => what === 'certificate-expiring');
    return {
      sum: only
        ? strong`The admission controller's certificate is about to expire, and the Agent has not renewed it.`
        : strong`The admission controller is not working: ${count(facts.problems.length, 'problem')} on ${shortPod(facts.pod)}.`,
      points: [...facts.problems.map(problem), say`Read from ${code(facts.pod)}`],
      effect: only
        ? say`none yet; once it has expired, new pods start without injection, silently.`
        : say`new pods can start without injected libraries and settings, silently where ${code('failurePolicy')} is ${code('Ignore')}.`,
      remedy: remedy(
        say`the leader reconciles webhook and Secret; its log names what stops it:`,
        logCommand(null, context, "--tail=500 | grep -iE 'webhook|certificate|reconcile'"),
      ),
      teach: [
        say`The leader creates the certificate in a Secret and writes its CA into the webhook objects. When they differ, the API server refuses the connection.`,
      ],
    };
  },
} satisfies Partial<FindingPhrases>;
