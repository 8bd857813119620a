import type { Snapshot } from '../../domain/snapshot.ts';
import { bestDocument } from '../documents.ts';
import { metricsSettings } from './metrics-settings.ts';

/** Until 1.20 the Cluster Agent, which bore numbers of its own until 1.22, listened on 443. */
const OLD_PORT = 443;
export const PORT = 8443;
const LAST_WITH_OLD_PORT = { major: 1, minor: 20 };

export interface AgentPort {
  readonly port: number | null;
  /** `assumed`: by the Agent's version alone. */
  readonly from: 'setting' | 'assumed' | null;
}

/** Where the Agent serves external metrics. */
export function agentPort(snapshot: Snapshot): AgentPort {
  const { port } = metricsSettings(snapshot);
  if (port !== null) return { port, from: 'setting' };
  const version = agentVersion(snapshot);
  const parts = /^v?(?<major>\d+)\.(?<minor>\d+)/.exec(version)?.groups;
  if (parts === undefined) return { port: null, from: null };
  const { major, minor } = LAST_WITH_OLD_PORT;
  const old = Number(parts.major) === major && Number(parts.minor) <= minor;
  return { port: old ? OLD_PORT : PORT, from: 'assumed' };
}

/** The tag of the pods' image where it is a version, else the title of `status`; empty when neither tells. */
export function agentVersion(snapshot: Snapshot): string {
  const image = (snapshot.pods.known ? snapshot.pods.value : []).find(({ image }) => image !== '')?.image ?? '';
  const tag = /:(?<tag>v?\d+\.\d+[\w.-]*)(?:@|$)/.exec(image)?.groups?.tag;
  return tag ?? bestDocument(snapshot)?.status.version ?? '';
}
