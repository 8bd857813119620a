import { isObjectName } from '../domain/kubernetes-names.ts';
import type { TextKind } from './config-problem.ts';

const FORMS: Record<Exclude<TextKind, 'kubernetes-name'>, RegExp> = {
  text: /^[^\n]{1,200}$/,
  'web-url': /^https?:\/\/[^\s/]+(?:\/[^\s]*)?$/,
  'redis-url': /^(?:rediss?:\/\/\S+|unix:\S+)$/,
  'cluster-name': /^[\w][\w./:@-]{0,99}$/,
  channel: /^[CGD][A-Z0-9]{2,20}$/,
  user: /^[UW][A-Z0-9]{2,20}$/,
  'user-group': /^S[A-Z0-9]{2,20}$/,
  app: /^[AB][A-Z0-9]{2,20}$/,
  'rule-name': /^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,39}$/u,
  path: /^\/\S*$/,
  prefix: /^[\w{}.-]{1,40}$/,
  'bot-token': /^xox[a-z].*\S$/,
  'app-token': /^xapp-.*\S$/,
};

export function hasForm(kind: TextKind, text: string): boolean {
  return kind === 'kubernetes-name' ? isObjectName(text) : FORMS[kind].test(text);
}

/** Milliseconds of `30s`, `1m30s`, `500ms`, `2m`; `undefined` for anything else. */
export function readDuration(text: string): number | undefined {
  const match = /^(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,4})s)?(?:(\d{1,6})ms)?$/.exec(text.trim());
  if (match === null || match[0] === '') return undefined;
  const [, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = match;
  return Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(milliseconds);
}

const SECRET_KEY = /(?:token|secret|password|passwd|(?:api|app|private|access)[-_]?key)$/i;
const SECRET_VALUE = /^x(?:ox[a-z]|app)[-.]|:\/\/[^/\s@]*:[^/\s@]+@|-----BEGIN|^[0-9a-f]{32,40}$/;

/** Whether an entry of the file holds a secret itself, judged by its key or by its value. */
export function isSecretEntry(key: string, value: string): boolean {
  return SECRET_KEY.test(key) || SECRET_VALUE.test(value);
}
