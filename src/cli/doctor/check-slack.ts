import type { DoctorLine } from '../../formatters/terminal-notices.ts';

/** What `auth.test` tells of a token: whether Slack takes it, and the scopes it was installed with. */
export type TokenFacts =
  | { readonly ok: true; readonly scopes: readonly string[] }
  | { readonly ok: false; readonly error: string };

/** Compares a token's scopes with the manifest's. */
export async function checkSlack(
  wanted: readonly string[],
  read: () => Promise<TokenFacts>,
): Promise<readonly DoctorLine[]> {
  const token = await read();
  if (!token.ok) return [{ check: 'slack-token', state: 'failed', facts: { detail: token.error } }];
  const missing = wanted.filter((scope) => !token.scopes.includes(scope));
  return [
    { check: 'slack-token', state: 'ok', facts: { detail: null } },
    { check: 'slack-scopes', state: missing.length === 0 ? 'ok' : 'failed', facts: { missing } },
  ];
}
