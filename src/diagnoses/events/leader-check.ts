import type { RunningCheck } from '../../domain/agent-status.ts';
import type { Attempt } from '../../domain/finding-facts.ts';
import { type Unknown, unknown } from '../../domain/reading.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { clusterAgentDocuments, leaderDocument, type StatusDocument } from '../documents.ts';
import { holderPod, leaderName, leadership, secondsBetween } from '../leadership.ts';

/** The check that collects events; on followers it has nothing to do. */
const EVENT_CHECK = 'kubernetes_apiserver';
const WORST: readonly RunningCheck['state'][] = ['OK', 'WARNING', 'ERROR'];

/** What is known of the check that collects events, on the replica that leads. */
export type LeaderCheck =
  | { readonly known: false; readonly leader: string; readonly unread: readonly Unknown[] }
  | {
      readonly known: true;
      readonly leader: string;
      readonly document: StatusDocument;
      /** Absent: the leader does not run it. */
      readonly check?: RunningCheck;
      readonly otherChecks: readonly string[];
      /** How long the leader has been up; `null`: not known. */
      readonly upSeconds: number | null;
    };

/** Finds the check in the leader's `status`; `unread` holds what kept it from being seen, if anything did. */
export function leaderCheck(snapshot: Snapshot): LeaderCheck {
  const document = leaderDocument(snapshot) ?? onlyPasted(snapshot);
  if (document === undefined) return { known: false, ...whyUnseen(snapshot) };
  const { pod: leader, status, source } = document;
  const { collector, cutOff } = status;
  if (collector.state !== 'present') {
    const detail = 'text' in collector && collector.text !== '' ? collector.text : 'Collector';
    return { known: false, leader, unread: [unknown(cutOff ? 'truncated' : 'unreadable', detail, source, '')] };
  }
  const { checks } = collector.value;
  const [check] = checks
    .filter(({ name }) => name === EVENT_CHECK)
    .toSorted((a, b) => WORST.indexOf(b.state) - WORST.indexOf(a.state));
  // Where the text breaks off the check may have followed.
  if (check === undefined && cutOff) return { known: false, leader, unread: [unknown('truncated', '', source, '')] };
  const otherChecks = [...new Set(checks.map(({ name }) => name))].filter((name) => name !== EVENT_CHECK);
  return {
    known: true,
    leader,
    document,
    ...(check && { check }),
    otherChecks,
    upSeconds: uptime(snapshot, document),
  };
}

/** Of a text that stands alone it is enough that it is not known for a follower's. */
function onlyPasted(snapshot: Snapshot): StatusDocument | undefined {
  const [document, ...others] = snapshot.origin === 'text' ? clusterAgentDocuments(snapshot) : [];
  const checks = document?.status.clusterChecks;
  const follows = checks?.state === 'present' && checks.value.role === 'follower';
  return others.length > 0 || follows ? undefined : document;
}

function whyUnseen(snapshot: Snapshot): { readonly leader: string; readonly unread: readonly Unknown[] } {
  const holder = leaderName(leadership(snapshot));
  const pods = snapshot.pods.known ? snapshot.pods.value : [];
  const leader = holderPod(pods, holder)?.name ?? holder;
  const statuses = snapshot.statuses.filter(({ from }) => leader === '' || from === leader);
  // A lock that is not there was read: nobody holds it.
  const locks = snapshot.locks.filter(({ reading }) => leader === '' && (reading.known || reading.why !== 'absent'));
  const unread = [snapshot.pods, ...[...statuses, ...locks].map(({ reading }) => reading)];
  return { leader, unread: unread.filter((reading): reading is Unknown => !reading.known) };
}

function uptime(snapshot: Snapshot, { pod, status }: StatusDocument): number | null {
  const pods = snapshot.pods.known ? snapshot.pods.value : [];
  const started = status.started ?? pods.find(({ name }) => name === pod)?.startedAt;
  return secondsBetween(started, status.time ?? snapshot.now);
}

export function attemptOf({ source, why, detail }: Unknown): Attempt {
  return { source, why, detail };
}
