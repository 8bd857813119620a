import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findPrograms } from './programs.ts';
import { runningPid } from './running.ts';
import { STATE } from './state.ts';

// `npm run cluster:up`: a real Kubernetes control plane in the background, with a stand-in for the Cluster Agent.
if ((await runningPid()) === undefined) await start();
const kubectl = await ready();
if (kubectl === undefined) {
  console.error(await readFile(STATE.log, 'utf8'));
  process.exitCode = 1;
} else {
  console.log(`A Kubernetes control plane runs, with a stand-in for the Cluster Agent and the autoscaler default/nginxext.

  export KUBECONFIG=${STATE.kubeconfig}
  export PATH=$PATH:${dirname(kubectl)}

  npm run dca -- ask "leader"
  npm run dca -- ask "hpa default/nginxext"
  kubectl get hpa -A

It ends with: npm run cluster:down`);
}

async function start(): Promise<void> {
  await findPrograms({ env: process.env, onProgress: (sentence) => console.log(sentence) });
  await rm(STATE.folder, { recursive: true, force: true });
  await mkdir(STATE.folder, { mode: 0o700 });
  const log = await open(STATE.log, 'a');
  const child = spawn(process.execPath, ['--import', 'tsx', STATE.program], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await once(child, 'spawn');
  await log.close();
  await writeFile(STATE.pid, String(child.pid));
  child.unref();
  console.log('Starting');
}

/** The path of kubectl, when everything is there; undefined when it ended before. */
async function ready(): Promise<string | undefined> {
  for (;;) {
    const text = await readFile(STATE.ready, 'utf8').catch(() => '');
    if (text !== '') return text;
    if ((await runningPid()) === undefined) return undefined;
    await delay(100);
  }
}
