import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { ConfigCheck, Dispatching } from '../../../src/domain/checks.ts';
import { clusterChecksReader, type ParsedClusterChecks } from '../../../src/parsers/checks/cluster-checks-output.ts';
import { parseConfigCheck } from '../../../src/parsers/checks/config-check-output.ts';

export const FOLLOWER_AND_LEADER = 'agent-2025-leader-and-follower';
export const ENDPOINT_CHECKS = 'agent-2025-endpoint-checks-running';

export function fixtureText(path: string): string {
  return readFileSync(new URL(`../../fixtures/checks/${path}`, import.meta.url), 'utf8');
}

export function parseClusterChecks(text: string, pieceLength = text.length): ParsedClusterChecks {
  const reader = clusterChecksReader();
  for (let at = 0; at < text.length; at += pieceLength) reader.take(text.slice(at, at + pieceLength));
  return reader.end();
}

export function readDispatching(text: string): Dispatching {
  const parsed = parseClusterChecks(text);
  expect(parsed).toMatchObject({ recognised: true });
  return (parsed as { dispatching: Dispatching }).dispatching;
}

export function readConfigCheck(text: string): ConfigCheck {
  const parsed = parseConfigCheck(text);
  expect(parsed).toMatchObject({ recognised: true });
  return (parsed as { configCheck: ConfigCheck }).configCheck;
}
