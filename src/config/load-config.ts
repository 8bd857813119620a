import { LineCounter, parseDocument } from 'yaml';
import type { Config } from './config.ts';
import type { ConfigProblem, TextKind } from './config-problem.ts';
import { readSections, type SecretFiles } from './read-sections.ts';
import { hasForm } from './text-kinds.ts';
import { type Entry, makeYamlReader, type SecretHints, type YamlReader } from './yaml-reader.ts';

export interface ConfigSources {
  /** From `--config`. Absent: `DCA_CONFIG`, else `dca.yaml` in the working directory if there is one. */
  readonly file?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file's text; `undefined` when there is no such file. Throws when it cannot be read. */
  readonly readFile: (path: string) => string | undefined;
}

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config; readonly file?: string }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[]; readonly file?: string };

/** What dca-bot does in this process; each needs other secrets. */
export type Role = 'all' | 'gateway' | 'worker';

const DEFAULT_FILE = 'dca.yaml';

interface SecretSource {
  readonly env: string;
  readonly key: string;
  readonly fileKey: keyof SecretFiles;
  readonly what: TextKind;
}

const BOT_TOKEN: SecretSource = {
  env: 'SLACK_BOT_TOKEN',
  key: 'slack.botToken',
  fileKey: 'botTokenFile',
  what: 'bot-token',
};
const APP_TOKEN: SecretSource = {
  env: 'SLACK_APP_TOKEN',
  key: 'slack.appToken',
  fileKey: 'appTokenFile',
  what: 'app-token',
};
const SIGNING_SECRET: SecretSource = {
  env: 'SLACK_SIGNING_SECRET',
  key: 'slack.signingSecret',
  fileKey: 'signingSecretFile',
  what: 'text',
};
const REDIS_URL: SecretSource = { env: 'REDIS_URL', key: 'redis.url', fileKey: 'urlFile', what: 'redis-url' };
const HINTS: SecretHints = Object.fromEntries(
  [BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, REDIS_URL].map(({ key, env, fileKey }) => [key, { env, fileKey }]),
);

/**
 * Reads dca.yaml and the environment. All problems come at once, in the order of the file, each with its line and column
 * (from 1). Secrets come from the environment, else from the files that `…File` keys name; in dca.yaml they are refused.
 */
export function loadConfig({ file: given, env, readFile }: ConfigSources): LoadedConfig {
  const wanted = given ?? nonEmpty(env.DCA_CONFIG);
  const file = wanted ?? DEFAULT_FILE;
  let text: string | undefined;
  try {
    text = readFile(file);
  } catch (error) {
    return {
      ok: false,
      file,
      problems: [{ code: 'file-unreadable', path: '', facts: { file, detail: detailOf(error) } }],
    };
  }
  if (text === undefined && wanted !== undefined)
    return { ok: false, file, problems: [{ code: 'file-missing', path: '', facts: { file } }] };
  const lines = new LineCounter();
  const document = parseDocument(text ?? '', { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors.map((error): ConfigProblem => {
    const { line, col } = lines.linePos(error.pos[0]);
    // Behind a colon the parser may quote the file, and with it a secret.
    return { code: 'not-yaml', path: '', line, column: col, facts: { detail: error.message.split(/[:\n]/)[0] ?? '' } };
  });
  if (syntax.length > 0) return { ok: false, file, problems: syntax };
  const reader = makeYamlReader(document, lines, HINTS);
  const root: Entry = { path: '', node: document.contents, offset: 0 };
  const { config, secretFiles } = readSections(reader, root);
  const fromEnv: ConfigProblem[] = [];
  const secret = (source: SecretSource) =>
    readSecret(source, secretFiles[source.fileKey], { env, readFile, reader, fromEnv });
  const botToken = secret(BOT_TOKEN);
  const appToken = secret(APP_TOKEN);
  const signingSecret = secret(SIGNING_SECRET);
  const url = secret(REDIS_URL) ?? config.redis.url;
  const apiUrl = nonEmpty(env.SLACK_API_URL) ?? config.slack.apiUrl;
  if (apiUrl !== undefined && !hasForm('web-url', apiUrl))
    fromEnv.push({ code: 'env-not-legal', path: 'slack.apiUrl', facts: { env: 'SLACK_API_URL', what: 'web-url' } });
  const problems = [...reader.problems].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  problems.push(...fromEnv);
  const origin = text === undefined ? {} : { file };
  if (problems.length > 0) return { ok: false, problems, ...origin };
  return {
    ok: true,
    ...origin,
    config: {
      ...config,
      slack: {
        ...config.slack,
        ...(apiUrl === undefined ? {} : { apiUrl }),
        ...(botToken === undefined ? {} : { botToken }),
        ...(appToken === undefined ? {} : { appToken }),
        ...(signingSecret === undefined ? {} : { signingSecret }),
      },
      redis: { ...config.redis, ...(url === undefined ? {} : { url }) },
    },
  };
}

/** What this role cannot do without and nobody gave. `dca all` starts a Redis of its own, so it needs no REDIS_URL. */
export function missingSecrets(config: Config, role: Role): readonly ConfigProblem[] {
  const { slack, redis } = config;
  const needed: [SecretSource, string | undefined][] = [];
  if (role !== 'worker') {
    needed.push([BOT_TOKEN, slack.botToken]);
    needed.push(slack.mode === 'socket' ? [APP_TOKEN, slack.appToken] : [SIGNING_SECRET, slack.signingSecret]);
  }
  if (role !== 'all') needed.push([REDIS_URL, redis.url]);
  return needed
    .filter(([, value]) => value === undefined)
    .map(([{ env, key, fileKey }]) => ({ code: 'secret-missing', path: key, facts: { env, fileKey } }));
}

interface Surroundings {
  readonly env: ConfigSources['env'];
  readonly readFile: ConfigSources['readFile'];
  readonly reader: YamlReader;
  readonly fromEnv: ConfigProblem[];
}

function readSecret(source: SecretSource, entry: Entry | undefined, around: Surroundings): string | undefined {
  const value = nonEmpty(around.env[source.env]?.trim());
  if (value !== undefined) {
    if (hasForm(source.what, value)) return value;
    around.fromEnv.push({ code: 'env-not-legal', path: source.key, facts: { env: source.env, what: source.what } });
    return undefined;
  }
  const file = around.reader.text(entry, 'text');
  if (entry === undefined || file === undefined) return undefined;
  try {
    const content = around.readFile(file)?.trim();
    if (content === undefined) around.reader.report('file-missing', entry, { file });
    else if (content === '') around.reader.report('empty-file', entry, { file });
    else if (!hasForm(source.what, content))
      around.reader.report('not-a-text', entry, { what: source.what, given: null });
    else return content;
  } catch (error) {
    around.reader.report('file-unreadable', entry, { file, detail: detailOf(error) });
  }
  return undefined;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** `EACCES` and the like; other messages could quote the file. */
function detailOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'error';
}
