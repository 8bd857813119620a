import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BANNER = [
  "import { createRequire as __dcaCreateRequire } from 'node:module';",
  "import { dirname as __dcaDirname } from 'node:path';",
  "import { fileURLToPath as __dcaFileURLToPath } from 'node:url';",
  'const require = __dcaCreateRequire(import.meta.url);',
  'const __filename = __dcaFileURLToPath(import.meta.url);',
  'const __dirname = __dcaDirname(__filename);',
].join('\n');

/**
 * Bundles the command line of this working copy into `folder` and gives the program's path: a process then starts
 * several times faster than from its sources, and these tests start many.
 */
export async function buildProgram(folder: string): Promise<string> {
  try {
    await build({
      absWorkingDir: ROOT,
      entryPoints: { dca: 'src/cli/bin.ts' },
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      banner: { js: BANNER },
      external: ['pg', 'redis', 'bullmq-otel'],
      keepNames: true,
      minifySyntax: true,
      minifyWhitespace: true,
      logLevel: 'error',
    });
  } finally {
    // Its service is a child process that would outlive the tests.
    await stop();
  }
  return join(folder, 'dca.mjs');
}
