import type { Import, SourceFile } from './import-graph.ts';

/**
 * Which folder may import which, besides itself and `domain`. `folder/name` allows that one file (or that subfolder).
 * Whoever talks to the outside may also import `telemetry`; laws may not.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  phrases: [],
  parsers: [],
  diagnoses: [],
  masking: [],
  config: [],
  formatters: ['phrases'],
  kube: ['telemetry'],
  collectors: ['parsers', 'kube/cluster-reader', 'kube/agent-commands', 'telemetry'],
  engine: ['collectors', 'parsers', 'diagnoses', 'masking', 'kube/cluster-reader', 'telemetry'],
  redis: ['telemetry'],
  queue: ['redis', 'telemetry'],
  access: ['redis', 'telemetry'],
  audit: ['redis', 'telemetry'],
  schedule: ['queue', 'redis', 'telemetry'],
  worker: ['engine', 'kube', 'queue', 'redis', 'telemetry'],
  answers: ['formatters', 'masking', 'queue', 'redis', 'audit', 'phrases', 'telemetry'],
  telemetry: [],
  handlers: [
    'formatters',
    'answers',
    'queue',
    'redis',
    'access',
    'audit',
    'schedule',
    'parsers/question',
    'config',
    'phrases',
    'telemetry',
  ],
  simulator: [],
};

/** Packages that only one place knows, so that replacing one is a change in one place. */
const HOMES: readonly (readonly [name: string, homes: readonly string[]])[] = [
  ['@slack/bolt', ['handlers/']],
  ['ioredis', ['src/redis/']],
  ['bullmq', ['src/queue/']],
  ['@kubernetes/client-node', ['src/kube/']],
  ['@slack/web-api', ['src/answers/', 'src/cli/']],
  ['pino', ['src/telemetry/']],
  ['prom-client', ['src/telemetry/']],
  ['commander', ['src/cli/']],
  ['valibot', ['src/', 'handlers/', 'simulator/']],
  ['yaml', ['src/config/', 'src/parsers/', 'src/cli/', 'src/kube/', 'simulator/']],
  ['ws', ['src/kube/', 'simulator/']],
  ['yauzl', ['src/parsers/']],
  ['yazl', ['src/engine/']],
];

/** `src/kube/exec.ts` -> `kube`, `handlers/x.ts` -> `handlers`. */
function areaOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? second : first;
}

/** What an import breaks, in words; empty when it is allowed. */
export function faultsOf(edge: Import): readonly string[] {
  const { from, to } = edge;
  if (/^[\w.-]+\.json$/.test(to) && edge.kind === 'value')
    return from.startsWith('src/cli/') ? [] : [`${from} imports ${to}: only src/cli reads the repository's own JSON`];
  const local = /^(?:src|handlers|simulator|test|scripts|bench)\//.test(to);
  if (!local) return to.startsWith('node:') ? [] : packageFaults(edge);
  const area = areaOf(from);
  const other = areaOf(to);
  if (/^(?:test|scripts|bench)\//.test(to)) return [`${from} imports ${to}, which does not ship`];
  if (area === other || other === 'domain') return [];
  if (other === 'simulator')
    return /^src\/cli\/demo/.test(from) && edge.kind !== 'value'
      ? []
      : [`${from} imports ${to}: only src/cli/demo does that, and dynamically`];
  if (area === 'cli') return [];
  const allowed = MAY_IMPORT[area];
  if (allowed === undefined) return [`${from}: the folder ${area} has no line in the table of imports`];
  const inside = to.replace(/^src\//, '').replace(/\.ts$/, '');
  if (allowed.some((entry) => inside === entry || inside.startsWith(`${entry}/`))) return [];
  return [`${from} imports ${to}: ${area} may import ${['domain', ...allowed].join(', ')}`];
}

function packageFaults({ from, to }: Import): readonly string[] {
  const name = to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : (to.split('/')[0] ?? to);
  const home = HOMES.find(([known]) => known === name);
  if (home === undefined) return [`${from} imports the package ${name}, which has no home in the table of packages`];
  return home[1].some((folder) => from.startsWith(folder))
    ? []
    : [`${from} imports ${name}: only ${home[1].join(', ')} may`];
}

const LONGEST = 300;
/** Longer files, each with the reason why splitting it would make it worse. */
const MAY_BE_LONG: Readonly<Record<string, string>> = {
  'src/domain/finding-facts.ts': 'one table: the facts of every finding code',
  'src/phrases/en.ts': 'one table: every English sentence',
  'src/phrases/ja.ts': 'one table: every Japanese sentence',
};

/** Faults of a file by itself: the environment read in the wrong place, and length. */
export function fileFaults({ path, text }: SourceFile): readonly string[] {
  const faults: string[] = [];
  if (/\bprocess\.env\b/.test(withoutComments(text)) && !/^src\/(?:config|cli)\//.test(path))
    faults.push(`${path} reads process.env: only src/config and src/cli do`);
  const lines = text.trimEnd().split('\n').length;
  if (lines > LONGEST && !(path in MAY_BE_LONG)) faults.push(`${path} has ${lines} lines; split it by job`);
  return faults;
}

/** Whole-line comments out; enough for words that a comment may name. */
function withoutComments(text: string): string {
  return text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
}
