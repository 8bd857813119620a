import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { AgentStatus } from '../../../src/domain/agent-status.ts';
import { parseStatus } from '../../../src/parsers/status/parse-status.ts';

export const FOLLOWER_AND_LEADER = 'agent-2025-leader-and-follower';
export const ENDPOINT_CHECKS = 'agent-2025-endpoint-checks-running';

export function fixtureText(path: string): string {
  return readFileSync(new URL(`../../fixtures/status/${path}`, import.meta.url), 'utf8');
}

export function readStatus(text: string): AgentStatus {
  const parsed = parseStatus(text);
  expect(parsed).toMatchObject({ recognised: true });
  return (parsed as { status: AgentStatus }).status;
}

export function readFixture(path: string): AgentStatus {
  return readStatus(fixtureText(path));
}
