import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { runningPid } from './running.ts';
import { STATE } from './state.ts';

// `npm run cluster:down`: ends what `cluster:up` started.
const pid = await runningPid();
if (pid !== undefined) {
  process.kill(pid, 'SIGTERM');
  while ((await runningPid()) !== undefined) await delay(100);
}
await rm(STATE.folder, { recursive: true, force: true });
console.log(pid === undefined ? 'Nothing was running' : 'Ended');
