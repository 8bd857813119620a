// Runs programs for whoever holds the other end of its standard input, and ends them all when that end closes, however
// that came: nothing is left behind by a killed test. Arguments: the folder to remove at the end, or nothing.
// Reads one JSON line per program: { name, program, args, env, log }. Writes one per end of a program: { name, code }.
import { spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [folder] = process.argv.slice(2);
const running = new Set();
let ending = false;

function start({ name, program, args, env, log }) {
  const output = openSync(log, 'a');
  const child = spawn(program, args, { env, stdio: ['ignore', output, output] });
  closeSync(output);
  running.add(child);
  const ended = (code) => {
    running.delete(child);
    if (!ending) process.stdout.write(`${JSON.stringify({ name, code: String(code) })}\n`);
    else if (running.size === 0) leave();
  };
  child.once('exit', (code, signal) => ended(code ?? signal));
  child.once('error', (error) => ended(error.message));
}

function end() {
  ending = true;
  if (running.size === 0) leave();
  // Nothing here is worth saving, so nothing gets the time to say goodbye.
  for (const child of running) child.kill('SIGKILL');
}

function leave() {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit();
}

process.stdout.on('error', () => {});
createInterface({ input: process.stdin })
  .on('line', (line) => start(JSON.parse(line)))
  .once('close', end);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
