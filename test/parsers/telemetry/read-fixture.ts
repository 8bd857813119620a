import { readFileSync } from 'node:fs';

export function fixtureText(path: string): string {
  return readFileSync(new URL(`../../fixtures/telemetry/${path}`, import.meta.url), 'utf8');
}
