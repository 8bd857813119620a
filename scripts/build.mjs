#!/usr/bin/env node
// `npm run build`: one program, dist/dca.js (or in the folder that is named), that needs no node_modules. What only some commands use (the Slack and
// Kubernetes clients, the simulators) stays in chunks beside it, loaded when it is asked for.
import { chmod, cp, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const own = join(root, 'dist');
const dist = resolve(process.argv[2] ?? own);

// CommonJS packages inside an ES module still ask for these.
const banner = [
  '#!/usr/bin/env node',
  "import { createRequire as __dcaCreateRequire } from 'node:module';",
  "import { dirname as __dcaDirname } from 'node:path';",
  "import { fileURLToPath as __dcaFileURLToPath } from 'node:url';",
  'const require = __dcaCreateRequire(import.meta.url);',
  'const __filename = __dcaFileURLToPath(import.meta.url);',
  'const __dirname = __dcaDirname(__filename);',
].join('\n');

/** Files that code finds beside itself; all chunks lie directly in dist/, so these do too. */
const FILES = [
  ['simulator/cluster/scenarios', 'scenarios'],
  ['simulator/slack/page', 'page'],
];

async function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  );
}

// Whatever else lies in a folder that was named is not ours.
if (dist === own) await rm(dist, { recursive: true, force: true });
const result = await build({
  absWorkingDir: root,
  entryPoints: { dca: 'src/cli/bin.ts', 'engine-thread': 'src/worker/engine-thread.ts' },
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  banner: { js: banner },
  chunkNames: '[name]-[hash]',
  // Optional backends and telemetry of BullMQ that are never installed.
  external: ['pg', 'redis', 'bullmq-otel'],
  sourcemap: 'linked',
  sourcesContent: false,
  keepNames: true,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  logLevel: 'warning',
  metafile: true,
});
for (const [from, to] of FILES)
  if (await exists(join(root, from))) await cp(join(root, from), join(dist, to), { recursive: true });
await chmod(join(dist, 'dca.js'), 0o755);
// Elsewhere no package.json says that these are ES modules.
if (dist !== own) await writeFile(join(dist, 'package.json'), '{ "type": "module" }\n');

const bytes = Object.entries(result.metafile.outputs)
  .filter(([path]) => path.endsWith('.js'))
  .reduce((sum, [, output]) => sum + output.bytes, 0);
const chunks = Object.keys(result.metafile.outputs).filter((path) => path.endsWith('.js')).length;
console.log(`${relative(root, join(dist, 'dca.js'))} and ${chunks - 1} chunks, ${(bytes / 1e6).toFixed(1)} MB`);
