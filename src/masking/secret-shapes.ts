import { runEnd } from './run-end.ts';
import type { SecretRule, SecretSpan } from './secret-span.ts';

/**
 * A secret that its own form gives away. `pattern` starts with a literal (so that it is skipped fast), never scans one
 * character for two starts, is bounded (an endless run would exhaust the regex engine's stack; the rest of a run joins
 * its secret afterwards), and names the secret part `secret` when it is not the whole match. `hint` is a literal that
 * must occur in the text at all.
 */
interface SecretShape {
  readonly rule: SecretRule;
  readonly hint: string | undefined;
  readonly pattern: RegExp;
  readonly accept?: (secret: string) => boolean;
}

const SHAPES: readonly SecretShape[] = [
  {
    rule: 'datadog-key',
    hint: 'dd',
    pattern: /dd(?<![A-Za-z0-9]dd)(?:api|app|pat|sat|key|rcm)_[A-Za-z0-9]{20,512}/g,
  },
  { rule: 'client-token', hint: 'pub', pattern: /pub(?<!\wpub)[0-9a-f]{32}(?!\w)/g },
  { rule: 'jwt', hint: 'eyJ', pattern: /eyJ(?<![\w-]eyJ)[\w-]{6,8192}(?:\.[\w-]{4,8192}){1,4}/g },
  {
    rule: 'bearer-token',
    hint: undefined,
    pattern: /bearer(?<!\wbearer)(?:[ \t]|%20|\+){1,8}(?<secret>[\w.~+/=-]{8,8192})/gi,
    accept: (secret) => /\d/.test(secret) || secret.length >= 24,
  },
  {
    rule: 'basic-auth',
    hint: undefined,
    pattern: /basic(?<!\wbasic)[ \t]{1,8}(?<secret>[A-Za-z0-9+/_-]{4,8192}={0,2})/gi,
    accept: decodesToPair,
  },
  {
    rule: 'aws-secret-key',
    hint: undefined,
    pattern:
      /(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])[^A-Za-z0-9+/]{1,8}(?:[\w ]{0,32}[^A-Za-z0-9+/]{1,8})?(?<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/])/g,
  },
  {
    rule: 'aws-access-key-id',
    hint: undefined,
    pattern: /A(?:KIA|SIA|ROA|IDA|GPA)(?<![A-Za-z0-9+/].{4})[A-Z0-9]{16}(?![A-Za-z0-9+/])/g,
  },
  {
    rule: 'encoded-private-key',
    hint: 'LS0tLS1CRUdJTi',
    pattern: /LS0tLS1CRUdJTi(?<![A-Za-z0-9+/]LS0tLS1CRUdJTi)[A-Za-z0-9+/]{20,32768}={0,2}/g,
    accept: (secret) => Buffer.from(secret.slice(0, 64), 'base64').toString('latin1').includes('PRIVATE KEY'),
  },
  { rule: 'github-token', hint: 'gh', pattern: /gh[pousr]_(?<!\wgh._)[A-Za-z0-9]{30,512}/g },
  { rule: 'github-token', hint: 'github_pat_', pattern: /github_pat_(?<!\wgithub_pat_)\w{22,512}/g },
  {
    rule: 'gitlab-token',
    hint: 'gl',
    pattern: /gl(?:pat|dt|rt|cbt|ptt|agent|soat)-(?<!\wgl[a-z]{2,5}-)[\w.-]{20,512}/g,
  },
  {
    rule: 'slack-token',
    hint: 'xox',
    pattern: /xox[a-z](?<![\w-]xox[a-z])(?:[.]xox[a-z])?-[A-Za-z0-9-]{10,512}/g,
  },
  { rule: 'slack-token', hint: 'xapp-', pattern: /xapp-(?<![\w-]xapp-)[A-Za-z0-9-]{10,512}/g },
  {
    rule: 'slack-webhook',
    hint: 'hooks.slack',
    pattern: /hooks\.slack(?:-gov)?\.com\\?\/(?:services|workflows|triggers)\\?\/(?<secret>[\w\\/-]{0,512}[\w-])/g,
  },
  { rule: 'google-api-key', hint: 'AIza', pattern: /AIza[\w-]{35}(?![\w-])/g },
  { rule: 'google-oauth-token', hint: 'ya29.', pattern: /ya29\.(?<![\w.]ya29\.)[\w.-]{16,2048}/g },
  { rule: 'google-oauth-token', hint: 'GOCSPX-', pattern: /GOCSPX-(?<![\w-]GOCSPX-)[\w-]{20,512}/g },
  { rule: 'stripe-key', hint: '_', pattern: /[srp]k_(?<![A-Za-z0-9].k_)(?:live|test)_[A-Za-z0-9]{16,512}/g },
  { rule: 'stripe-key', hint: 'whsec_', pattern: /whsec_(?<!\wwhsec_)[A-Za-z0-9+/=]{24,512}/g },
  { rule: 'npm-token', hint: 'npm_', pattern: /npm_(?<![A-Za-z0-9]npm_)[A-Za-z0-9]{30,512}/g },
  { rule: 'pypi-token', hint: 'pypi-', pattern: /pypi-(?<![\w-]pypi-)AgE[\w-]{50,1024}/g },
  { rule: 'sendgrid-key', hint: 'SG.', pattern: /SG\.(?<![\w.]SG\.)[\w-]{20,24}\.[\w-]{40,46}(?![\w-])/g },
  { rule: 'vault-token', hint: 'hv', pattern: /hv[sbr]\.(?<![\w.]hv[sbr]\.)[\w-]{24,512}/g },
  { rule: 'model-key', hint: 'sk-', pattern: /sk-(?<![\w-]sk-)[\w-]{24,512}/g, accept: (secret) => /\d/.test(secret) },
];

const REST = /[\w.~+/=-]{1,4096}/y;
/** A long value goes on behind a backslash at the end of the line, as YAML folds it. */
const FOLDED = /\\\r?\n[ \t]{0,64}[\w.~+/=-]{1,512}/y;

/** Finds every secret that is known by its form alone. */
export function* findShapes(text: string): Iterable<SecretSpan> {
  for (const { rule, hint, pattern, accept } of SHAPES) {
    if (hint !== undefined && !text.includes(hint)) continue;
    for (const match of text.matchAll(pattern)) {
      const secret = match.groups?.secret ?? match[0];
      if (accept !== undefined && !accept(secret)) continue;
      // Patterns end with the secret, so its place follows from the end of the match.
      const end = match.index + match[0].length;
      yield {
        start: end - secret.length,
        end: runEnd(FOLDED, text, secret.length < 500 ? end : runEnd(REST, text, end)),
        rule,
      };
    }
  }
}

/** Whether base64 text holds `user:password`, as a Basic header and a docker login do. */
export function decodesToPair(secret: string): boolean {
  return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(secret.slice(0, 1024), 'base64').toString('latin1'));
}
