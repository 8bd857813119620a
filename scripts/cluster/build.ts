import { findPrograms } from './programs.ts';

// Makes sure that everything a control plane needs is there, and prints where; exit code 1 and the reason when it cannot.
try {
  const programs = await findPrograms({ env: process.env, onProgress: (sentence) => console.error(sentence) });
  console.log(JSON.stringify(programs));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
