import type { KubeObject } from '../kube-object.ts';
import { failureText } from './hpa-object.ts';
import type { HpaPass } from './hpa-pass.ts';
import { stableUid } from './stable-uid.ts';
import type { PlannedHpa } from './written-hpas.ts';

const SYNC_SECONDS = 15;

/** The events the controller would have left while it cannot tell a size. */
export function hpaEvents(hpa: PlannedHpa, pass: HpaPass, at: (secondsAgo: number) => string): readonly KubeObject[] {
  const { namespace } = hpa;
  if (hpa.halted !== undefined) {
    const [head = '', text = ''] = hpa.halted.split(/: (.*)/s);
    const reason = head.split(' ')[1] ?? '';
    return reason === 'ScalingDisabled' ? [] : [event(hpa, reason, text, at), event(hpa, COMPUTE, text, at)];
  }
  const { failure } = pass;
  if (failure === undefined) return [];
  const text = failureText(namespace, failure);
  const invalid = pass.shown.filter((shown) => shown === null).length;
  const { name } = failure.metric;
  const first = `failed to get ${name} external metric value: failed to get ${name} external metric: ${text}`;
  const summary = `invalid metrics (${invalid} invalid out of ${hpa.metrics.length}), first error is: ${first}`;
  const fetching = event(hpa, 'FailedGetExternalMetric', text, at);
  return pass.asked === null ? [fetching, event(hpa, COMPUTE, summary, at)] : [fetching];
}

const COMPUTE = 'FailedComputeMetricsReplicas';

function event(hpa: PlannedHpa, reason: string, message: string, at: (secondsAgo: number) => string): KubeObject {
  const { namespace, name, sinceSeconds } = hpa;
  const uid = stableUid(`hpa/${namespace}/${name}`);
  const since = Math.min(sinceSeconds, 3600);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${stableUid(`${uid}/${reason}`).replaceAll('-', '').slice(0, 16)}`, namespace },
    involvedObject: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace, name, uid },
    type: 'Warning',
    reason,
    message,
    count: Math.floor(since / SYNC_SECONDS) + 1,
    firstTimestamp: at(since),
    lastTimestamp: at(since % SYNC_SECONDS),
    source: { component: 'horizontal-pod-autoscaler' },
  };
}
