import type { Snapshot } from '../../domain/snapshot.ts';
import { agentVersion } from './agent-port.ts';
import { type HpaLink, sources } from './link.ts';
import { recentTroubles } from './recent-log.ts';

/** Versions of the HPA that Kubernetes dropped, and the minor version of Kubernetes 1 that lacks them first. */
const DROPPED: readonly { readonly api: string; readonly since: number }[] = [
  { api: 'autoscaling/v2beta1', since: 25 },
  { api: 'autoscaling/v2beta2', since: 26 },
];

/** The Agent lists HPAs by an API that this Kubernetes no longer has. That the API is gone is no fault by itself. */
export const kubernetesMismatch: HpaLink = (snapshot, { id }) => {
  const { apiVersions, serverVersion } = snapshot.autoscaling?.chain ?? {};
  const complaint = recentTroubles(snapshot, 'autoscalers-unlistable').find(({ text }) =>
    text.includes('could not find the requested resource'),
  );
  if (complaint === undefined) return undefined;
  const named = DROPPED.filter(({ api }) => complaint.text.includes(api.slice(api.indexOf('/') + 1)));
  const gone = (named.length > 0 ? named : DROPPED).find(({ api, since }) => isGone(snapshot, api, since));
  if (gone === undefined) return undefined;
  return {
    code: 'agent-kubernetes-mismatch',
    verdict: 'fault',
    subject: id,
    facts: {
      agentVersion: agentVersion(snapshot),
      kubernetesVersion: serverVersion?.known ? serverVersion.value : '',
      api: gone.api,
    },
    evidence: sources(snapshot.autoscaling?.log, apiVersions, serverVersion),
  };
};

function isGone({ autoscaling }: Snapshot, api: string, since: number): boolean {
  const { apiVersions, serverVersion } = autoscaling?.chain ?? {};
  if (apiVersions?.known) return !apiVersions.value.includes(api);
  const minor = /^v?1\.(?<minor>\d+)/.exec(serverVersion?.known ? serverVersion.value : '')?.groups?.minor;
  return minor !== undefined && Number(minor) >= since;
}
