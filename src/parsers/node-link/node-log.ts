import type { LogTroubleKind } from '../../domain/log-scan.ts';
import { classifyNodeLink, type NodeLinkCause } from '../../domain/node-link.ts';
import type { LogLine } from '../logs/log-line.ts';
import { type LogScanner, logScanner } from '../logs/log-scanner.ts';
import { type LogMeaning, troubleIn } from '../logs/log-troubles.ts';

/**
 * `about` of the lines by which a node Agent says that the Cluster Agent answered it; they are no trouble, so their kind
 * is `noise`. Whatever failed before the last of them is over.
 */
export const CONNECTED = 'connected';

const REACHED =
  /successfully connected to the datadog cluster agent|\b(?:cluster|endpoints)-checks provider: collected \d+ new configurations/;

/** Words that only the talk with the Cluster Agent has: its name alone stands in errors of checks that watch its pods, too. */
const ABOUT_THE_LINK = [
  /could not initialise the communication with the (?:datadog cluster agent|cluster agent|dca)\b/,
  /clusteragentclient|cluster agent init error|cannot get dca client/,
  /cannot get a? ?cluster agent endpoint|unexpected status code from cluster agent/,
  /cluster agent authentication token|cluster_agent[._]auth_token/,
  /(?:unable to collect configurations from provider|cache processing of) (?:cluster|endpoints)-checks/,
  /error while adding config provider (?:cluster|endpoints)checks/,
  /unable to send extra heartbeat to cluster agent|failed to refresh cluster agent version/,
  /https:\/\/[^\s"]{1,300}:5005\/\S{0,300}(?:" is unavailable|": )|timeout calling "https/,
];

const KINDS: Readonly<Partial<Record<NodeLinkCause['kind'], LogTroubleKind>>> = {
  'token-refused': 'token-refused',
  'token-too-short': 'token-too-short',
  'not-https': 'tls-refused',
  tls: 'tls-refused',
};

/**
 * Scans a node Agent's or runner's log for its talk with the Cluster Agent alone. `about` of a trouble is the kind of its
 * cause (`timeout`, `unreachable`, `retrying`…; see `NodeLinkCause`), so that a cause is not hidden behind the retries
 * that follow it; of a provider that could not be started it is the provider's name.
 */
export function nodeLinkScanner(): LogScanner {
  return logScanner(meaningForTheLink);
}

function meaningForTheLink(line: LogLine): LogMeaning | undefined {
  const lower = line.message.toLowerCase();
  if (REACHED.test(lower)) return { kind: 'noise', about: CONNECTED };
  if (!ABOUT_THE_LINK.some((words) => words.test(lower))) return undefined;
  const known = troubleIn(line);
  if (known?.kind === 'start-failed') return known;
  const { kind } = classifyNodeLink(line.message);
  // At INFO and below the Agent also says what goes well, and how it goes about it.
  const isTold = line.level === 'WARN' || line.level === 'ERROR' || line.level === 'CRITICAL';
  if (!isTold && (kind === 'other' || kind === 'never-refreshed')) return undefined;
  return { kind: KINDS[kind] ?? 'forwarding-failing', about: kind };
}
