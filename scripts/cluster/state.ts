import { join } from 'node:path';

/** What `cluster:up` leaves for `cluster:down`, and for people. */
const FOLDER = join(import.meta.dirname, '../../.cluster');

export const STATE = {
  folder: FOLDER,
  kubeconfig: join(FOLDER, 'kubeconfig'),
  /** Process id of what keeps the cluster running. */
  pid: join(FOLDER, 'pid'),
  /** There as soon as everything is. */
  ready: join(FOLDER, 'ready'),
  log: join(FOLDER, 'log'),
  /** What keeps the cluster running. */
  program: join(import.meta.dirname, 'keep-running.ts'),
} as const;
