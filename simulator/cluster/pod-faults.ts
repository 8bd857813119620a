import type { FaultOf } from './faults.ts';
import type { PodObject } from './kube-object.ts';
import { mergePatch } from './merge-patch.ts';

/** A pod as it would look with this fault; none when the fault removes it. */
export function spoilPod(pod: PodObject, { change }: FaultOf<'pod'>, now: number): readonly PodObject[] {
  const container = pod.spec.containers[0]?.name ?? '';
  const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  const withStatus = (status: Record<string, unknown>, phase = 'Running', ready = 'False') =>
    mergePatch(pod, {
      status: {
        phase,
        conditions: [
          {
            type: 'Ready',
            status: ready,
            ...(ready === 'False'
              ? { reason: 'ContainersNotReady', message: `containers with unready status: [${container}]` }
              : {}),
          },
          { type: 'ContainersReady', status: ready },
        ],
        containerStatuses: [{ name: container, ...status }],
      },
    }) as PodObject;

  switch (change.to) {
    case 'gone':
      return [];
    case 'not-ready':
      return [withStatus({ ready: false })];
    case 'pending': {
      const message = change.message ?? '0/3 nodes are available: 3 Insufficient memory.';
      const { status: _status, ...rest } = pod;
      const spec = mergePatch(pod.spec, { nodeName: null });
      const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
      return [{ ...rest, spec, status: { phase: 'Pending', conditions } } as unknown as PodObject];
    }
    case 'crash-looping': {
      const terminated = {
        exitCode: change.exitCode,
        reason: change.reason ?? 'Error',
        startedAt: ago(95),
        finishedAt: ago(80),
      };
      const message = `back-off 5m0s restarting failed container=${container} pod=${pod.metadata.name}_${pod.metadata.namespace}`;
      return [
        withStatus({
          ready: false,
          restartCount: change.restarts,
          state: { running: null, waiting: { reason: 'CrashLoopBackOff', message } },
          lastState: { terminated },
        }),
      ];
    }
    case 'oom-killed': {
      const killed = withStatus(
        {
          ready: true,
          restartCount: change.restarts,
          state: { running: { startedAt: ago(170) } },
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', startedAt: ago(1900), finishedAt: ago(172) } },
        },
        'Running',
        'True',
      );
      const limited = {
        spec: { containers: [{ name: container, resources: { limits: { memory: change.memoryLimit } } }] },
      };
      return [mergePatch(killed, limited) as PodObject];
    }
  }
}
