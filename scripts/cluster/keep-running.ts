import { copyFile, rm, writeFile } from 'node:fs/promises';
import { external } from '../../test/cluster/hpa.ts';
import { openWorld } from '../../test/cluster/world.ts';
import { STATE } from './state.ts';

// The cluster of `cluster:up`: runs until it is told to stop. Kubernetes' own times, and the guide's example in it.
const LABELS = { app: 'puppet', env: 'demo' };
const METRIC = 'nginx.net.request_per_s';
const NAMES = { namespace: 'default', name: 'nginxext' };

const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
});
const world = await openWorld({
  hpaSyncSeconds: 15,
  downscaleStabilizationSeconds: 300,
  onProgress: (sentence) => console.log(sentence),
});
try {
  world.standIn.serve(METRIC, [{ value: '2472', labels: LABELS, for: NAMES }]);
  await world.deployment(NAMES.namespace, NAMES.name, 3);
  const metrics = [external(METRIC, { averageValue: '9' }, LABELS)];
  await world.autoscaler(NAMES.namespace, NAMES.name, { max: 3, metrics });
  await copyFile(world.plane.kubeconfig, STATE.kubeconfig);
  await writeFile(STATE.ready, world.plane.programs.kubectl);
  await stopped;
} finally {
  await world.close();
  await rm(STATE.folder, { recursive: true, force: true });
}
