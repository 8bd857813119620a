import type { HpaLook, StoredMetrics } from '../domain/autoscaling.ts';
import type { HorizontalPodAutoscaler } from '../domain/autoscaling-objects.ts';
import { externalSpecs, figuresAgree } from '../domain/hpa-arithmetic.ts';
import type { ClusterEvent } from '../domain/objects.ts';
import { mapReading, type Reading } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { until } from './until.ts';

const NEWEST_EVENTS = 100;
/** The controller looks every 15 s by default, the Agent every 30 s: 20 s see at least one of them move. */
const LOOK_AGAIN = { everyMs: 2_000, forMs: 20_000 };

/** What the figures of an HPA are made of, apart from what the Agent stores; nothing more of an HPA without external metrics. */
export async function lookAt(
  reader: ClusterReader,
  hpa: Reading<HorizontalPodAutoscaler>,
  bounds: CallBounds,
): Promise<Omit<HpaLook, 'stored'>> {
  const specs = hpa.known ? externalSpecs(hpa.value) : [];
  if (!hpa.known || specs.length === 0) return { hpa, served: [] };
  const { metadata, spec } = hpa.value;
  const namespace = metadata.namespace ?? '';
  const [target, served] = await Promise.all([
    reader.getScaleTarget(namespace, spec.scaleTargetRef, bounds),
    Promise.all(
      specs.map(async ({ index, spec: { metric } }) => ({
        index,
        reading: await reader.getExternalMetric(namespace, metric, bounds),
      })),
    ),
  ]);
  return { hpa, target, served };
}

/**
 * Looks again until the figures agree or 20 s are over, and gives the last look; undefined when no later look tells as
 * much as the first. A look that fails, as when the question's time is over, takes nothing back.
 */
export async function lookAgain(
  reader: ClusterReader,
  first: HpaLook,
  readStored: () => Promise<StoredMetrics>,
  bounds: CallBounds,
  pace = LOOK_AGAIN,
): Promise<HpaLook | undefined> {
  if (!first.hpa.known) return undefined;
  const { namespace = '', name } = first.hpa.value.metadata;
  let last: HpaLook | undefined;
  const look = async () => {
    const [seen, stored] = await Promise.all([
      reader.getHorizontalPodAutoscaler(namespace, name, bounds).then((hpa) => lookAt(reader, hpa, bounds)),
      readStored(),
    ]);
    const whole = tellsAsMuch({ ...seen, stored }, first);
    if (whole) last = { ...seen, stored };
    return whole;
  };
  const signal = bounds.signal ? { signal: bounds.signal } : {};
  await until(look, (whole) => whole && last !== undefined && figuresAgree(last), { ...pace, ...signal });
  return last;
}

/** An HPA that was deleted meanwhile is news too. */
function tellsAsMuch(later: HpaLook, first: HpaLook): boolean {
  if (!later.hpa.known) return later.hpa.why === 'absent';
  const stillKnown = (before: Reading<unknown> | undefined, now: Reading<unknown> | undefined) =>
    !before?.known || now?.known === true;
  return (
    stillKnown(first.target, later.target) &&
    stillKnown(first.stored.list, later.stored.list) &&
    first.served.every(({ reading }, place) => stillKnown(reading, later.served[place]?.reading))
  );
}

/** The newest events about an HPA, newest first. */
export async function readEvents(
  reader: ClusterReader,
  { metadata }: HorizontalPodAutoscaler,
  bounds: CallBounds,
): Promise<Reading<readonly ClusterEvent[]>> {
  const about = { namespace: metadata.namespace ?? '', kind: 'HorizontalPodAutoscaler', name: metadata.name };
  const events = await reader.listEvents(about, bounds);
  return mapReading(events, (list) =>
    list.toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : timeOf(a) > timeOf(b) ? -1 : 0)).slice(0, NEWEST_EVENTS),
  );
}

function timeOf({ lastTimestamp, eventTime, firstTimestamp }: ClusterEvent): string {
  return lastTimestamp ?? eventTime ?? firstTimestamp ?? '';
}
