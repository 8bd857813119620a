import type { LogTroubleKind } from '../../domain/log-scan.ts';
import { shownAbout } from '../log-names.ts';
import { restartCommand } from '../metrics-names.ts';
import { remedy, setting } from '../names.ts';
import type { PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say } from '../rich.ts';
import { NOBODY_LEADS } from './election.ts';
import { hpasHold, INVALID_IS_SAFE } from './metrics-wording.ts';

/** What a kind of line means, what it does to users, what to do. */
export interface LogKindWords {
  /** The beginning of a heading; `name` is what the line names, and may be empty. */
  readonly means: (name: Rich) => Rich;
  readonly effect: Rich;
  readonly remedy: (context: PhraseContext) => Remedy;
}

function does(words: Rich): LogKindWords['remedy'] {
  return () => remedy(words);
}

/** What to do, and then to start the Cluster Agent anew. */
function thenRestart(words: Rich): LogKindWords['remedy'] {
  return (context) => remedy(words, restartCommand(context));
}

const WITHOUT_CHECKS = say`what the check watches is not watched, and its alerts can only say "no data".`;
const DATA_WAITS = say`events and the Agent's own metrics wait in its queue, and are dropped once that is full.`;

/** By kind; a kind without words does not compile. */
const WORDS: Readonly<Record<LogTroubleKind, LogKindWords>> = {
  'metrics-no-series': {
    means: (name) =>
      name.length === 0 ? say`Datadog returns no data for a query` : say`Datadog returns no data for ${name}`,
    effect: INVALID_IS_SAFE,
    remedy: does(
      say`look at the query in Metrics Explorer: a misspelled name or tag, tags that never occur together, or a sender that stopped.`,
    ),
  },
  'metrics-multiple-series': {
    means: (name) => say`A query returns several series where one is wanted${name.length === 0 ? [] : say`: ${name}`}`,
    effect: INVALID_IS_SAFE,
    remedy: does(
      say`take ${code('by {…}')} out of the query, or narrow it by tags until Metrics Explorer draws one line.`,
    ),
  },
  'metrics-rate-limited': {
    means: () => say`Datadog rate-limits this Cluster Agent's metric queries (429)`,
    effect: INVALID_IS_SAFE,
    remedy: does(
      say`set ${code('DD_EXTERNAL_METRICS_PROVIDER_REFRESH_PERIOD=120')} and ${code('DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE=360')} on the clusters that can wait, or ask Datadog for a higher limit.`,
    ),
  },
  'metrics-keys-rejected': {
    means: () => say`Datadog refuses the keys of this Cluster Agent's metric queries`,
    effect: INVALID_IS_SAFE,
    remedy: thenRestart(
      say`check that ${code('DD_APP_KEY')} is set, that its owner may read metrics (${code('timeseries_query')}), and that ${code('DD_SITE')} is right; then restart the Cluster Agent.`,
    ),
  },
  'metrics-keys-missing': {
    means: () => say`The Cluster Agent has no key to read metrics from Datadog with`,
    effect: hpasHold(null),
    remedy: thenRestart(
      say`set ${code('DD_API_KEY')} and ${code('DD_APP_KEY')}, from a Secret; then restart the Cluster Agent.`,
    ),
  },
  'metrics-bad-query': {
    means: (name) => say`A metric query is not one that Datadog understands${name.length === 0 ? [] : say`: ${name}`}`,
    effect: say`one wrong query fails up to 35 that are sent with it; their values expire, and then HPAs on them hold their size.`,
    remedy: does(say`correct or remove it; the other metrics then come back by themselves.`),
  },
  'metrics-query-too-long': {
    means: (name) => say`A metric query is too long to be sent${name.length === 0 ? [] : say`: ${name}`}`,
    effect: INVALID_IS_SAFE,
    remedy: does(say`make it shorter than 7,000 characters: fewer tags, or a tag that stands for many.`),
  },
  'metrics-fetch-failed': {
    means: () => say`The Cluster Agent fails to read metrics from Datadog`,
    effect: say`the values run out, and then HPAs on them hold their size.`,
    remedy: does(
      say`the line says why: DNS, proxy and egress rules on this side, ${code('DD_SITE')}, or 5xx on Datadog's.`,
    ),
  },
  'metrics-store-failing': {
    means: () => say`The Cluster Agent cannot read or write the values it keeps for HPAs`,
    effect: hpasHold(null),
    remedy: does(
      say`${code('forbidden')} asks for ${code('get')} and ${code('update')} on its ConfigMap in the Agent's Role; a conflict goes by itself unless two Agents write.`,
    ),
  },
  'metrics-datadogmetric-failing': {
    means: (name) => say`A DatadogMetric cannot be served or updated${name.length === 0 ? [] : say`: ${name}`}`,
    effect: say`HPAs on it get no new value, and hold their size.`,
    remedy: does(
      say`check that it exists under the name the HPA uses (${code('datadogmetric@NAMESPACE:NAME')}), and that the Agent may update ${code('datadogmetrics/status')}.`,
    ),
  },
  'metrics-autoscalers-unlistable': {
    means: () => say`The Cluster Agent cannot list HPAs`,
    effect: say`new HPAs get no metric; the ones it knows go on with what it last saw.`,
    remedy: does(
      say`grant ${code('list')} and ${code('watch')} on ${code('horizontalpodautoscalers.autoscaling')}. If the API's version is gone (${code('v2beta1')}), use a newer Agent.`,
    ),
  },
  'metrics-api-server-failed': {
    means: () => say`The Agent's metrics API server has failed`,
    effect: hpasHold(null),
    remedy: thenRestart(
      say`mend what the line names (a port in use, a certificate, the right to read ${code('extension-apiserver-authentication')}); then restart the Cluster Agent.`,
    ),
  },
  'election-not-running': {
    means: () => say`Leader election does not run on this replica`,
    effect: NOBODY_LEADS,
    remedy: does(
      say`check the Agent's right to ${code('get')}, ${code('create')} and ${code('update')} the lock; ${code('/dca leader')} tells who leads now.`,
    ),
  },
  'election-lost': {
    means: () => say`A replica lost the leadership`,
    effect: say`for up to one lease nobody dispatches checks or collects events; then another leads.`,
    remedy: does(
      say`nothing, if it happened once. If it goes on, the leader is too slow to renew: look at its CPU limit and at the API server.`,
    ),
  },
  'election-off': {
    means: () => say`Leader election is off, so the Cluster Agent collects no Kubernetes events`,
    effect: say`no events and no ${code('kubernetes_apiserver')} check.`,
    remedy: (context) => remedy(say`nothing, if that is meant. Otherwise: ${setting('leaderElection', context)}.`),
  },
  'events-not-collected': {
    means: () => say`Kubernetes events could not be collected`,
    effect: say`events of that time are missing in Datadog; Kubernetes itself keeps them for about an hour.`,
    remedy: does(say`act on the line's own words: a right that is missing, or an API server that is slow.`),
  },
  'api-server-unreachable': {
    means: () => say`The Cluster Agent cannot reach the API server`,
    effect: say`events, HPAs, annotated Services and its own leadership stand still meanwhile.`,
    remedy: does(
      say`nothing, if the control plane was being replaced. Otherwise check network policies and DNS from the Agent's pod.`,
    ),
  },
  'api-server-slow': {
    means: (name) =>
      say`The API server answers the Cluster Agent too slowly${name.length === 0 ? [] : say` (${name})`}`,
    effect: say`what waits for it starts late, or not at all: Services, pods, HPAs.`,
    remedy: does(
      say`allow more time with ${code('DD_KUBERNETES_APISERVER_CLIENT_TIMEOUT')} and ${code('DD_KUBE_CACHE_SYNC_TIMEOUT_SECONDS')}; a large cluster needs it.`,
    ),
  },
  forbidden: {
    means: (name) => say`Kubernetes forbids the Cluster Agent to ${name.length === 0 ? 'read what it needs' : name}`,
    effect: say`what the Agent does with it stands still, silently.`,
    remedy: does(say`add exactly this right to the Agent's ClusterRole, or to its Role where a namespace is named.`),
  },
  'checks-no-nodes': {
    means: () => say`No node Agent reports for cluster checks`,
    effect: say`no cluster check runs, and no alert on one can fire but "no data".`,
    remedy: does(
      say`on the node Agents, ${code('DD_EXTRA_CONFIG_PROVIDERS')} must hold ${code('clusterchecks')}, and they must reach the Cluster Agent on port 5005.`,
    ),
  },
  'checks-node-expired': {
    means: (name) =>
      say`${name.length === 0 ? 'A node' : say`Node ${name}`} stopped reporting, and its cluster checks went to others`,
    effect: say`a gap of about 30 s in those checks.`,
    remedy: does(say`nothing, if the node was drained. Otherwise look at the Agent on it.`),
  },
  'checks-undispatchable': {
    means: (name) => say`The leader found no node for cluster check${name.length === 0 ? 's' : say` ${name}`}`,
    effect: WITHOUT_CHECKS,
    remedy: does(say`nothing in the first minute after a start. Otherwise see who reports: ${code('/dca checks')}.`),
  },
  'checks-unscheduled': {
    means: (name) =>
      say`${name.length === 0 ? 'A cluster check' : say`Cluster check ${name}`} has waited over a minute for a node`,
    effect: WITHOUT_CHECKS,
    remedy: does(say`see who reports, and what is still waiting: ${code('/dca checks')}.`),
  },
  'checks-unpatched': {
    means: (name) =>
      say`The leader cannot make cluster check${name.length === 0 ? 's' : say` ${name}`} ready for a node`,
    effect: WITHOUT_CHECKS,
    remedy: does(
      say`correct its configuration (the Service's annotation or the file): the line names what cannot be read.`,
    ),
  },
  'checks-runner-clients': {
    means: () => say`The Cluster Agent cannot ask the runners of cluster checks how busy they are`,
    effect: say`checks are spread by their number, not by what they cost; they run all the same.`,
    remedy: does(say`run Agents of 6.17 or later there, and let the Cluster Agent reach them on port 5005.`),
  },
  'metadata-failing': {
    means: () => say`The Cluster Agent fails to map pods to Services`,
    effect: say`pods lack the tag ${code('kube_service')} on some nodes.`,
    remedy: does(
      say`a line or two after a start is normal. Otherwise check its right to ${code('list')} and ${code('watch')} nodes, pods, Services and endpoints.`,
    ),
  },
  'token-refused': {
    means: () => say`A caller's token was refused by the Cluster Agent`,
    effect: say`that caller (most often a node Agent) gets no cluster checks and no ${code('kube_service')} tags for new pods.`,
    remedy: does(
      say`both sides must read the same Secret. If it changed, restart what is older than the change, most often the DaemonSet.`,
    ),
  },
  'token-too-short': {
    means: () => say`The Cluster Agent's token is too short: it needs 32 characters`,
    effect: say`the Agent does not start with it.`,
    remedy: thenRestart(
      say`put a longer token into the Secret (${code('openssl rand -hex 32')}); then restart the Cluster Agent and the node Agents.`,
    ),
  },
  'tls-refused': {
    means: (name) => say`A TLS connection to the Cluster Agent failed${name.length === 0 ? [] : say`: ${name}`}`,
    effect: say`that caller gets no answer.`,
    remedy: does(
      say`the line names the caller's address. An Agent too old for TLS 1.3 needs an update, or ${code('allow_legacy_tls')} here; a scanner needs nothing.`,
    ),
  },
  'forwarding-failing': {
    means: () => say`Requests to the Cluster Agent, or from a follower on to the leader, found nobody`,
    effect: say`node Agents ask again after some seconds; what they run meanwhile goes on.`,
    remedy: does(
      say`nothing, if leadership had just moved. If it goes on, replicas differ on who leads: ${code('/dca leader')}.`,
    ),
  },
  'intake-key-invalid': {
    means: () => say`Datadog refuses the API key of what the Cluster Agent sends (403)`,
    effect: say`events and service checks of this Cluster Agent are lost while the key is refused.`,
    remedy: thenRestart(
      say`compare the key's last five characters with Organization Settings, and ${code('DD_SITE')} with the address you log in to; then restart the Cluster Agent.`,
    ),
  },
  'intake-rejected': {
    means: (name) => say`Datadog rejects what the Cluster Agent sends${name.length === 0 ? [] : say`: ${name}`}`,
    effect: say`what was rejected is lost; it is not sent again.`,
    remedy: does(
      say`404 is a wrong ${code('DD_SITE')} or ${code('DD_DD_URL')}, 413 too much at once, 400 a proxy that changes what it passes on.`,
    ),
  },
  'intake-unreachable': {
    means: () => say`The Cluster Agent fails to send to Datadog`,
    effect: DATA_WAITS,
    remedy: does(say`the line says why: DNS, proxy, egress rules or TLS on this side, 429 and 5xx on Datadog's.`),
  },
  'admission-failing': {
    means: (name) => say`The admission controller does not work${name.length === 0 ? [] : say` (${name})`}`,
    effect: say`new pods can start without injected libraries and settings, silently where ${code('failurePolicy')} is ${code('Ignore')}.`,
    remedy: does(
      say`the line names what stops it: a right on webhooks or Secrets, a certificate, or a setting that needs it switched on.`,
    ),
  },
  'start-failed': {
    means: (name) => say`A part of the Agent did not start${name.length === 0 ? [] : say`: ${name}`}`,
    effect: say`it is not tried again: that part is missing until the Agent restarts.`,
    remedy: thenRestart(
      say`mend what the line names (a key, a host name, a kubelet that did not answer); then restart the Agent.`,
    ),
  },
  noise: {
    means: () => say`Lines that look like errors and are none`,
    effect: say`none.`,
    remedy: does(
      say`nothing: probes that open a port and close it, parts that this build leaves out, requests cut by a restart.`,
    ),
  },
  'unknown-error': {
    means: () => say`The Agent logs an error that dca-bot does not know`,
    effect: say`not known.`,
    remedy: does(say`read the line in its surroundings; Datadog's support knows it by these words.`),
  },
};

/** The words of a kind, with the name that its lines hold. */
export function logKind(kind: LogTroubleKind, about: string | null) {
  const { means, effect, remedy: toDo } = WORDS[kind];
  // Of an unknown error the name is its own words, with what changes taken out.
  return { means: means(kind === 'unknown-error' ? [] : shownAbout(about)), effect, remedy: toDo };
}
