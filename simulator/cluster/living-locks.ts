import type { ActiveFault, FaultOf } from './faults.ts';
import type { KubeObject } from './kube-object.ts';
import { livingRenewal } from './living-renewal.ts';
import { changeLock, type LockChange, type LockRecord, readLock } from './lock-objects.ts';
import type { Scenario } from './scenario.ts';
import { formatRfc1123 } from './time-shift.ts';

type LockFaults = readonly ActiveFault<'lock'>[];

/** The leader election of a scenario as time goes by. */
export interface LivingLocks {
  /** The object with its lock as it stands now (`captured` holds it as captured); none when a fault deleted it. */
  apply(captured: KubeObject, moved: KubeObject, faults: LockFaults, now: number): readonly KubeObject[];
  /** The `Leader Election` part of a printed document, told as the lock tells it now. */
  rewrite(text: string, faults: LockFaults, now: number): string;
}

/** Follows the locks of a scenario from `started`; `captured` undefined or `shift` off leaves every renewal as it was. */
export function livingLocks(
  scenario: Scenario,
  captured: number | undefined,
  started: number,
  shift: boolean,
): LivingLocks {
  const moves = shift && captured !== undefined;
  const renewalOf = ({ renewed, leaseSeconds }: LockRecord, now: number): number | undefined =>
    renewed === undefined || !moves ? renewed : livingRenewal({ renewed, leaseSeconds, captured }, started, now);
  const held = heldLocks(scenario);
  const concerns = (lock: LockRecord) => (active: LockFaults[number]) =>
    active.fault.lock === undefined || active.fault.lock === lock.kind;

  return {
    apply(original, moved, faults, now) {
      const lock = readLock(original);
      if (lock === undefined) return [moved];
      const mine = faults.filter(concerns(lock));
      if (mine.some(({ fault }) => fault.change.to === 'deleted')) return [];
      const renewed = renewalOf(lock, now);
      const alive = renewed === undefined || !moves ? moved : changeLock(moved, { renewed });
      return [mine.reduce((object, fault) => changeLock(object, changeBy(fault, renewed ?? now, now)), alive)];
    },
    rewrite(text, faults, now) {
      const lock = lockBehind(held, text);
      if (lock === undefined) return text;
      const mine = faults.filter(concerns(lock));
      if (!moves && mine.length === 0) return text;
      const renewed = renewalOf(lock, now);
      const changes = mine.map((fault) => changeBy(fault, renewed ?? now, now));
      const { holder, renewed: shown = renewed } = Object.assign({}, ...changes) as LockChange;
      return rewriteElection(text, holder, shown);
    },
  };
}

function heldLocks({ objects }: Scenario): readonly LockRecord[] {
  return objects.map(readLock).filter((lock) => lock !== undefined && lock.holder !== '') as readonly LockRecord[];
}

/** The lock a printed document tells of: the one whose holder it names. Two replicas may use two different locks. */
function lockBehind(held: readonly LockRecord[], text: string): LockRecord | undefined {
  const leader = /Leader Name is: (\S+)/.exec(text)?.[1] ?? /"leaderName"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  return leader === undefined ? undefined : held.find(({ holder }) => holder === leader);
}

function rewriteElection(text: string, holder: string | undefined, renewed: number | undefined): string {
  let rewritten = text;
  if (renewed !== undefined) {
    const written = formatRfc1123(renewed);
    rewritten = rewritten
      .replace(/^(\s*Renewed leadership: )\w{3}, \d\d \w{3} (?!0001)\d{4} [\d:]{8}/m, `$1${written}`)
      .replace(/("renewedTime"\s*:\s*")\w{3}, \d\d \w{3} (?!0001)\d{4} [\d:]{8}/, `$1${written}`);
  }
  if (holder === undefined) return rewritten;
  return rewritten
    .replace(/^(\s*Leader Name is: ).*$/m, (_line, start) => `${start}${holder}`)
    .replace(/("leaderName"\s*:\s*")[^"]*/, (_field, start) => `${start}${holder}`);
}

function changeBy(
  { fault, since }: { fault: FaultOf<'lock'>; since: number },
  renewed: number,
  now: number,
): LockChange {
  const { change } = fault;
  switch (change.to) {
    case 'frozen':
      return { renewed: since - change.ageSeconds * 1000 };
    case 'future':
      return {
        renewed: (change.moving === false ? since : Math.max(renewed, now - 1000)) + change.aheadSeconds * 1000,
      };
    case 'empty':
      // What an Agent writes when it releases the lock on shutdown.
      return { holder: '', leaseSeconds: 1 };
    case 'holder':
      return { holder: change.holder };
    case 'deleted':
      return {};
  }
}
