import type { Finding } from '../domain/finding.ts';
import type { AgentPod, Snapshot } from '../domain/snapshot.ts';
import { effectsOfSilence } from './effects.ts';
import { secondsBetween } from './leadership.ts';
import type { Rule } from './rule.ts';

/** A kill this long ago, with the container running since, is history. */
const HISTORY_SECONDS = 86_400;

/** Containers that were killed for memory or that end again and again, from what Kubernetes remembers of them. */
export const agentCrashes: Rule = {
  topic: 'agent',
  codes: ['agent-oom-killed', 'agent-crash-looping'],
  looksAt: 'container states, exit codes, restarts, memory limits, the previous log',
  diagnose: (snapshot) => {
    if (!snapshot.pods.known) return [];
    const nothingWorks = !snapshot.pods.value.some(({ ready }) => ready);
    return snapshot.pods.value.flatMap((pod) => judge(snapshot, pod, nothingWorks));
  },
};

function judge(snapshot: Snapshot, pod: AgentPod, nothingWorks: boolean): Finding[] {
  const last = pod.lastTermination;
  const outOfMemory = last?.reason === 'OOMKilled' || pod.reason === 'OOMKilled';
  const runningNow = pod.state === 'running';
  const age = secondsBetween(last?.finishedAt, snapshot.now);
  const effects = nothingWorks ? effectsOfSilence(snapshot) : null;
  if (outOfMemory) {
    if (runningNow && pod.ready && age !== null && age > HISTORY_SECONDS) return [];
    return [
      {
        code: 'agent-oom-killed',
        verdict: runningNow && pod.ready ? 'warning' : 'fault',
        subject: pod.name,
        facts: {
          pod: pod.name,
          memoryLimit: pod.memoryLimit ?? null,
          restarts: pod.restarts,
          killedAt: last?.finishedAt ?? null,
          ageSeconds: age === null ? null : Math.max(0, age),
          runningNow,
          effects,
        },
        evidence: [snapshot.pods.source],
      },
    ];
  }
  const looping = pod.reason === 'CrashLoopBackOff' || (pod.state === 'terminated' && pod.restarts > 0);
  if (!looping) return [];
  const log = snapshot.previousLogs.find((entry) => entry.pod === pod.name)?.reading;
  return [
    {
      code: 'agent-crash-looping',
      verdict: 'fault',
      subject: pod.name,
      facts: {
        pod: pod.name,
        restarts: pod.restarts,
        exitCode: last?.exitCode ?? null,
        reason: last?.reason ?? pod.reason ?? null,
        finishedAt: last?.finishedAt ?? null,
        lastLines: log?.known ? log.value.slice(-5) : [],
        logMissing: log === undefined || log.known ? null : log.detail,
        effects,
      },
      evidence: [snapshot.pods.source, ...(log ? [log.source] : [])],
    },
  ];
}
