import { isMark } from './mark.ts';
import { decodesToPair } from './secret-shapes.ts';
import type { SecretRule } from './secret-span.ts';

/** Key names whose values are secrets, judged by their end, in lower case and without separators. First match wins. */
const ENDS: readonly (readonly [SecretRule, RegExp])[] = [
  ['cluster-agent-token', /clusteragent(?:auth)?token$/],
  ['api-key', /apikeys?$/],
  ['app-key', /app(?:lication)?keys?$/],
  ['password', /(?:passwords?|passwd|passphrase|passcode|pwd|userpass)$/],
  ['community-string', /communitystrings?$/],
  ['private-key', /(?:private|ssh|rsa|tls|client)key(?:data|pem)?$/],
  [
    'access-key',
    /(?:secretaccess|access|account|secret|storage|encryption|signing|master|session|hmac|license|auth|service)key(?:id|base)?$/,
  ],
  ['authorization', /authorization$/],
  ['cookie', /cookie$/],
  ['credential', /credentials?$/],
  ['signature', /(?:^sig|amzsignature|googsignature|sharedaccesssignature)$/],
  ['docker-auth', /(?:^auth|dockerconfigjson|dockerconfig|dockercfg)$/],
  ['token', /token$/],
  ['secret', /secret$/],
];

/** Names that end like a secret and hold only the name of one. */
const REFERENCES = /(?:existingsecret|pullsecret|^oldpwd|^pwd)$/;

const HEADERS =
  /^(?:proxy)?authorization$|^(?:set)?cookie$|^x?(?:dd)?(?:api|app|application)key$|^xauthtoken$|^xvaulttoken$/;

/** Names come again and again; a hostile text can bring no more than this many new ones into memory. */
const REMEMBERED = 2000;
const remembered = new Map<string, SecretRule | undefined>();

/** The rule for values of a key of this name (`DD_API_KEY`, `--app-key`, `client-key-data`, `dbPassword`); `undefined`: not secret. */
export function ruleForKey(name: string): SecretRule | undefined {
  if (remembered.has(name)) return remembered.get(name);
  const rule = judge(name);
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(name, rule);
  return rule;
}

function judge(name: string): SecretRule | undefined {
  if (name.startsWith('(masked:')) return undefined;
  const plain = normal(name);
  if (plain.includes('パスワード')) return 'password';
  if (REFERENCES.test(plain)) return undefined;
  const trimmed = plain.replace(/(?:value|base64|b64|raw|plaintext|plain|old|new|prod|dev|\d{1,3})$/, '');
  for (const [rule, pattern] of ENDS) if (pattern.test(plain) || pattern.test(trimmed)) return rule;
  return /(?:^|[^a-z])pass$/i.test(name) ? 'password' : undefined;
}

/** Whether a name is a header's, so that a list `["Authorization", "Bearer …"]` is a pair and not two words. */
export function isHeaderName(name: string): boolean {
  return HEADERS.test(normal(name));
}

function normal(name: string): string {
  return name
    .slice(-128)
    .toLowerCase()
    .replace(/[^a-z0-9パスワード]/g, '');
}

const VARIABLE = /^\$[A-Z_][A-Z0-9_]*$/;
const HARMLESS = new RegExp(
  [
    // Nothing, or a word for nothing.
    /^[<[(]?(?:null|nil|none|undefined|true|false|yes|no|on|off|unset|empty|not set|no value|redacted|hidden|masked|sensitive|n\/a)[>\])]?$/,
    // What the Agent itself has masked: asterisks, and at most the last five characters.
    /^\*{3,}\w{0,5}$/,
    // References: a variable, a template, a secret backend's handle, kubectl's word for a Secret.
    /^\$[({][\w.-]+[)}]?$/,
    /^enc\[/,
    /^\{\{/,
    /^%%[\w.-]+%%$/,
    /^<set to the key\b/,
    // Files.
    /^\/(?:var|etc|run|tmp|opt|home|root|usr|secrets?|conf|mnt)(?:\/[\w.-]{1,64}){0,32}\/?$/,
  ]
    .map((pattern) => pattern.source)
    .join('|'),
  'i',
);

/** Whether a value under a secret's name is none: empty, already masked, a reference or a path. */
export function isHarmless(value: string, rule: SecretRule): boolean {
  if (value === '' || isMark(value) || VARIABLE.test(value) || HARMLESS.test(value)) return true;
  return rule === 'docker-auth' && !value.includes('{') && !decodesToPair(value) && !/^eyJ/.test(value);
}
