import { isMark } from './mark.ts';
import { runEnd } from './run-end.ts';
import type { SecretSpan } from './secret-span.ts';

/** `://`, also as JSON writers escape it. */
const SCHEME_END = /:(?:\/\/|\\\/\\\/)/g;
const URL_RUN = /[^\s"'`<>]{1,4096}/y;
/** Asterisks of the Agent, or a variable that is filled in elsewhere. */
const REFERENCE = /^(?:\*{3,}|\$[({][\w.-]+[)}])$/;
const GO_DSN = /@(?:tcp|udp|unix|cloudsql)\(/g;
const GO_DSN_USER = /(?:^|[\s"'`=,;])[^\s"'`=,;:/@]{1,64}:(?<secret>[^\s"'`(]{1,192})$/;

/** Finds passwords in URLs (`redis://:secret@host`, `https://token@host`) and in Go's MySQL form `user:secret@tcp(host)/db`. */
export function* findUrlCredentials(text: string): Iterable<SecretSpan> {
  for (const { start: from, end } of authorities(text)) {
    const rest = text.slice(from, end);
    const at = userInfoEnd(rest);
    if (at < 0) continue;
    const userInfo = rest.slice(0, at);
    if (isMark(userInfo)) continue;
    const colon = userInfo.indexOf(':');
    // A user alone is a name (`git@`), unless it is as long as a token.
    if (colon < 0 && userInfo.length < 20) continue;
    const secret = userInfo.slice(colon + 1);
    if (secret === '' || isMark(secret) || REFERENCE.test(secret)) continue;
    const start = from + colon + 1;
    yield { start, end: start + secret.length, rule: 'url-password' };
  }
  for (const match of text.matchAll(GO_DSN)) {
    const secret = GO_DSN_USER.exec(text.slice(Math.max(0, match.index - 260), match.index))?.groups?.secret;
    if (secret === undefined || isMark(secret)) continue;
    yield { start: match.index - secret.length, end: match.index, rule: 'dsn-password' };
  }
}

/** What follows each `://`, up to what cannot stand in a URL or to the next `://`. */
function* authorities(text: string): Iterable<{ readonly start: number; readonly end: number }> {
  let end = 0;
  let start: number | undefined;
  for (const match of text.matchAll(SCHEME_END)) {
    if (start !== undefined) yield { start, end: Math.min(end, match.index) };
    start = match.index + match[0].length;
    if (end < start) end = runEnd(URL_RUN, text, start);
  }
  if (start !== undefined) yield { start, end };
}

/** Where `user:password` ends in what follows `://`; -1 when there is none. */
function userInfoEnd(rest: string): number {
  const path = rest.search(/[/?#\\]/);
  const authority = path < 0 ? rest : rest.slice(0, path);
  const inAuthority = authority.lastIndexOf('@');
  if (inAuthority >= 0) return isDigest(rest, inAuthority) ? -1 : inAuthority;
  // A password may hold a slash that nobody escaped; `host:8080/@me` has a port instead.
  const colon = authority.indexOf(':');
  if (colon < 0 || /^\d{0,5}$/.test(authority.slice(colon + 1))) return -1;
  const anywhere = rest.lastIndexOf('@');
  return anywhere < 0 || isDigest(rest, anywhere) ? -1 : anywhere;
}

/** `image:tag@sha256:…` */
function isDigest(rest: string, at: number): boolean {
  return /^sha\d{1,3}:/.test(rest.slice(at + 1, at + 9));
}
