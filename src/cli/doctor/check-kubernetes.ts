import type { DoctorLine } from '../../formatters/terminal-notices.ts';
import { checkRights } from '../../kube/check-rights.ts';
import type { ClusterReader } from '../../kube/cluster-reader.ts';

/** Asks the API server whether it answers, then for each right. `exec: false` leaves `pods/exec` out on purpose. */
export async function checkKubernetes(
  reader: ClusterReader,
  options: { readonly agentNamespace: string; readonly exec: boolean },
): Promise<readonly DoctorLine[]> {
  const context = reader.cluster;
  const version = await reader.serverVersion({ timeoutMs: 5_000 });
  if (!version.known)
    return [{ check: 'kubernetes-reachable', state: 'failed', facts: { context, detail: version.detail } }];
  const rights = await checkRights(reader, options.agentNamespace);
  return [
    { check: 'kubernetes-reachable', state: 'ok', facts: { context, detail: version.value } },
    ...rights.map(({ needed, right, allowed }): DoctorLine => {
      const offOnPurpose = needed.subresource === 'exec' && !options.exec;
      return {
        check: 'kubernetes-right',
        state: offOnPurpose ? 'skipped' : allowed === true ? 'ok' : 'failed',
        facts: { right, lost: needed.questions.join(', ') },
      };
    }),
  ];
}
