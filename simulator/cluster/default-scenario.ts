import { fileURLToPath } from 'node:url';

/** What the demo plays: a leader and a follower, captured from a real Cluster Agent. In a build the scenarios lie beside the bundle. */
export const DEFAULT_SCENARIO = fileURLToPath(new URL('./scenarios/leader-and-follower', import.meta.url));
