/** The names of the rules, as they stand in the mark that replaces a secret. */
export const SECRET_RULES = [
  'api-key',
  'app-key',
  'datadog-key',
  'client-token',
  'cluster-agent-token',
  'authorization',
  'bearer-token',
  'basic-auth',
  'jwt',
  'password',
  'url-password',
  'dsn-password',
  'secret',
  'token',
  'credential',
  'cookie',
  'signature',
  'docker-auth',
  'community-string',
  'access-key',
  'aws-access-key-id',
  'aws-secret-key',
  'private-key',
  'ssh-private-key',
  'encoded-private-key',
  'github-token',
  'gitlab-token',
  'slack-token',
  'slack-webhook',
  'google-api-key',
  'google-oauth-token',
  'stripe-key',
  'npm-token',
  'pypi-token',
  'sendgrid-key',
  'vault-token',
  'model-key',
  'kubernetes-secret',
  'too-deep',
] as const;

export type SecretRule = (typeof SECRET_RULES)[number];

/** Where a secret stands in a text: `start` inclusive, `end` exclusive, in UTF-16 units. */
export interface SecretSpan {
  readonly start: number;
  readonly end: number;
  readonly rule: SecretRule;
}
