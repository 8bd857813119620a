import { isObjectName } from '../domain/kubernetes-names.ts';
import { inNamespace } from './names.ts';
import type { PhraseContext } from './phrases.ts';

/** Only the archives that the Agent itself makes are ever read or removed. */
const ARCHIVE = /^datadog-agent-[\w.-]{1,200}\.zip$/;

/** Removes the Agent's own copy; `undefined` for a name that is none of the Agent's. */
export function removeArchive(pod: string | null, name: string | null, context: PhraseContext): string | undefined {
  if (pod === null || !isObjectName(pod)) return undefined;
  const exec = `kubectl exec${inNamespace(context)} ${pod} -c ${context.container} --`;
  if (name === null) return `${exec} ls /tmp`;
  return ARCHIVE.test(name) ? `${exec} rm /tmp/${name}` : undefined;
}

/** Has the Agent build one by hand; without a terminal it stops before it would upload anything. */
export function buildArchive(pod: string | null, context: PhraseContext): string {
  const where =
    pod !== null && isObjectName(pod) ? pod : context.deployment === null ? 'LEADER' : `deploy/${context.deployment}`;
  return `kubectl exec${inNamespace(context)} ${where} -c ${context.container} -- datadog-cluster-agent flare -e EMAIL`;
}
