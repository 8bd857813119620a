import type { Snapshot } from '../../domain/snapshot.ts';
import { leaderDocument } from '../documents.ts';
import { holderPod, leaderName, leadership } from '../leadership.ts';

/** The replica that asks Datadog; `null`: not known who leads. */
export function leaderPod(snapshot: Snapshot): string | null {
  const holder = leaderName(leadership(snapshot));
  const pods = snapshot.pods.known ? snapshot.pods.value : [];
  return holderPod(pods, holder)?.name ?? (holder || leaderDocument(snapshot)?.pod || null);
}
