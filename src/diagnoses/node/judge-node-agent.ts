import type { Finding } from '../../domain/finding.ts';
import { classifyNodeLink } from '../../domain/node-link.ts';
import { staleAddress } from './address.ts';
import { disabled, notRunning, unseen } from './beside-link.ts';
import { connected, unproven } from './connected-link.ts';
import { failingLink } from './failing-link.ts';
import type { LinkCase } from './link-case.ts';
import { errorInStatus, isVague, type LinkTrouble, troubleOf } from './link-trouble.ts';
import { vanishedService } from './wrong-service.ts';

/** One node Agent's link to the Cluster Agent, with the trouble that breaks it where one does. */
export interface JudgedAgent {
  readonly of: LinkCase;
  readonly finding: Finding;
  readonly trouble?: LinkTrouble;
}

/** Follows the link from the running container to an answer of the Cluster Agent; the first thing that breaks it is told. */
export function judgeNodeAgent(of: LinkCase): JudgedAgent {
  const stopped = notRunning(of);
  if (stopped) return { of, finding: stopped };
  // The leader goes on counting an Agent for half a minute: a cause that the Agent names now is newer than its list.
  const works = namesCause(of) ? undefined : connected(of);
  const early = works ?? disabled(of);
  if (early) return { of, finding: early };
  const trouble = troubleOf(of);
  if (trouble) return { of, finding: failingLink(of, trouble), trouble };
  return { of, finding: staleAddress(of) ?? vanishedService(of) ?? unproven(of) ?? unseen(of) };
}

function namesCause(of: LinkCase): boolean {
  const error = errorInStatus(of);
  return error !== undefined && !isVague(classifyNodeLink(error));
}
