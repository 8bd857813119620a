#!/usr/bin/env node
// What `npm test` runs: looks for what the tests need, runs the vitest projects one after another, counts, and ends with
// the plain line `N passed, N failed, N skipped`. Arguments: names of projects (default: all), and --require-all, which
// makes anything skipped a failure.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const projects = JSON.parse(readFileSync(join(root, 'scripts/test-projects.json'), 'utf8'));
const words = process.argv.slice(2);
const requireAll = words.includes('--require-all');
const chosen = words.filter((word) => !word.startsWith('-'));
const wrong = [
  ...words.filter((word) => word.startsWith('-') && word !== '--require-all'),
  ...chosen.filter((name) => !(name in projects)),
];
if (wrong.length > 0) {
  console.error(`Not known: ${wrong.join(' ')}. Known: --require-all ${Object.keys(projects).join(' ')}`);
  process.exit(64);
}

const env = { ...process.env };

function onPath(...names) {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {}
    }
  }
  return undefined;
}

/** On PATH, else fetched once as the product does it; its folder then comes first on PATH for the tests. */
function findRedis() {
  const installed = onPath('redis-server', 'valkey-server');
  if (installed !== undefined) return installed;
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/fetch-redis.ts'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) return undefined;
  const fetched = stdout.trim();
  env.PATH = `${dirname(fetched)}${delimiter}${env.PATH ?? ''}`;
  return fetched;
}

/** The programs of KUBEBUILDER_ASSETS and of earlier builds; what is missing is built, which takes minutes. */
function findControlPlane() {
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/cluster/build.ts'], {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return status === 0 ? stdout.trim() : undefined;
}

const tools = {
  redis: { find: findRedis, install: 'redis-server or valkey-server (or python3 with pip and a network)' },
  chromium: {
    find: () => env.CHROMIUM_PATH ?? onPath('chromium', 'chromium-browser', 'google-chrome'),
    install: 'chromium',
  },
  'control-plane': { find: findControlPlane, install: 'go 1.26 with a network, to build a Kubernetes control plane' },
};
const found = new Map();

function missing(needs) {
  for (const need of needs) if (!found.has(need)) found.set(need, tools[need].find());
  return needs.filter((need) => found.get(need) === undefined);
}

function testFiles(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory()
        ? testFiles(join(folder, entry.name))
        : entry.name.endsWith('.test.ts')
          ? [join(folder, entry.name)]
          : [],
    );
  } catch {
    return [];
  }
}

const claimed = Object.values(projects).flatMap(({ folders }) => folders.map((name) => join(root, 'test', name, '/')));

function filesOf({ folders }) {
  if (folders.length > 0) return folders.flatMap((name) => testFiles(join(root, 'test', name)));
  return testFiles(join(root, 'test')).filter((file) => !claimed.some((folder) => file.startsWith(folder)));
}

/** Runs one project; resolves to its counts. A file that cannot load, and an error outside every test, count as failed. */
async function run(name, folder) {
  const report = join(folder, `${name}.json`);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--project', name, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
    {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const stop = (signal) => child.kill(signal);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const code = await new Promise((resolve) => child.once('close', resolve));
  process.off('SIGINT', stop).off('SIGTERM', stop);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    counts.passed = result.numPassedTests;
    counts.failed = result.numFailedTests;
    counts.skipped = result.numPendingTests + result.numTodoTests;
    counts.failed += result.testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
    ).length;
  } catch {
    counts.failed = 1;
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

const total = { passed: 0, failed: 0, skipped: 0 };
const reasons = [];
const folder = mkdtempSync(join(tmpdir(), 'dca-test-'));
const started = performance.now();
try {
  for (const [name, project] of Object.entries(projects)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const files = filesOf(project);
    if (files.length === 0) continue;
    const lacking = missing(project.needs);
    if (lacking.length > 0) {
      total.skipped += files.length;
      reasons.push(
        `${name}: ${files.length} test files, since this is missing: ${lacking.map((need) => tools[need].install).join('; ')}`,
      );
      continue;
    }
    console.log(`\n== ${name}: ${files.length} test files`);
    const begun = performance.now();
    const counts = await run(name, folder);
    for (const key of Object.keys(total)) total[key] += counts[key];
    if (counts.skipped > 0) reasons.push(`${name}: ${counts.skipped} tests skipped themselves`);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(
      `== ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds} s`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

for (const reason of reasons) console.log(`skipped – ${reason}`);
if (requireAll && total.skipped > 0) console.log('--require-all: what was skipped counts as a failure of this run');
console.log(`took ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 || (requireAll && total.skipped > 0) ? 1 : 0;
