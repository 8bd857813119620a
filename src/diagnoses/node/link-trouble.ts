import type { LogTrouble } from '../../domain/log-scan.ts';
import { classifyNodeLink, type NodeLinkCause } from '../../domain/node-link.ts';
import { secondsBetween } from '../leadership.ts';
import { isOver } from '../logs/is-over.ts';
import type { ReadLog } from '../logs/read-logs.ts';
import type { LinkCase } from './link-case.ts';

/** What keeps a node Agent from the Cluster Agent, in its own words. */
export interface LinkTrouble {
  readonly cause: NodeLinkCause;
  /** The words that name the cause. */
  readonly error: string;
  /** The line of its log, where `status` tells less. */
  readonly logLine: string | null;
  readonly evidence: readonly string[];
}

/** That it waits, that it never learnt a version, and words that nobody knows: the log may tell why. */
const VAGUE: readonly NodeLinkCause['kind'][] = ['retrying', 'never-refreshed', 'other'];
/** A node Agent's log tells of many connections: only these words are of this one. */
const ABOUT_THE_LINK = /cluster.?agent|cluster-checks|endpoints-checks|\bdca\b|:5005\b/i;
/** It asks the Cluster Agent every ten seconds or so. A line older than this, before the log's end, is of its start. */
const STILL_SECONDS = 120;

export function isVague({ kind }: NodeLinkCause): boolean {
  return VAGUE.includes(kind);
}

/** Its error with the cause found in `status`, else in the log; where `status` claims a connection, what the log has against it still. */
export function troubleOf(of: LinkCase): LinkTrouble | undefined {
  const error = errorInStatus(of);
  if (error === undefined) return fromLog(of, isStillSaid);
  const cause = classifyNodeLink(error);
  const evidence = [of.status.source];
  if (!isVague(cause)) return { cause, error, logLine: null, evidence };
  const logged = fromLog(of, (log, trouble) => !isOver(trouble, timesOf(of, log)));
  if (logged === undefined) return { cause, error, logLine: null, evidence };
  return { ...logged, evidence: [...evidence, ...logged.evidence] };
}

/** The error in `status`; a Cluster Agent of version 0.0.0 is one that never answered. */
export function errorInStatus({ link }: LinkCase): string | undefined {
  if (link?.error !== undefined) return link.error;
  const { version = '' } = link ?? {};
  return classifyNodeLink(version).kind === 'never-refreshed' ? `Running: ${version}` : undefined;
}

function fromLog({ logs }: LinkCase, counts: (log: ReadLog, trouble: LogTrouble) => boolean): LinkTrouble | undefined {
  const found = logs.flatMap((log) =>
    log.scanned.troubles
      .filter((trouble) => ABOUT_THE_LINK.test(trouble.text) && counts(log, trouble))
      .map((trouble) => ({ log, trouble, cause: classifyNodeLink(trouble.text) })),
  );
  const newest = found
    .filter(({ cause }) => !isVague(cause))
    .toSorted((a, b) => (b.trouble.last ?? '').localeCompare(a.trouble.last ?? ''))[0];
  if (newest === undefined) return undefined;
  const { text } = newest.trouble;
  return { cause: newest.cause, error: text, logLine: text, evidence: [newest.log.source] };
}

/** Said again and again up to the log's end: what an Agent complains of while it waits for the Cluster Agent to start ends with the first answer. */
function isStillSaid({ scanned }: ReadLog, { times, last }: LogTrouble): boolean {
  return times > 1 && (secondsBetween(last, scanned.to) ?? 0) <= STILL_SECONDS;
}

function timesOf({ live }: LinkCase, { scanned }: ReadLog) {
  return { to: scanned.to, startedAt: live?.look.pod.startedAt };
}
