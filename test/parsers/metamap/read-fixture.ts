import { readFileSync } from 'node:fs';

export const CAPTURED = 'agent-2025-leader-and-follower';
export const FLARE = 'agent-2025-flare/cluster-agent-metadatamapper.log';

export function fixtureText(path: string): string {
  return readFileSync(new URL(`../../fixtures/metamap/${path}`, import.meta.url), 'utf8');
}
