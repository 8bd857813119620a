// What a thread runs in place of an entry in TypeScript, where nothing was built: a thread inherits neither tsx's hooks
// nor a test runner's.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData);
