import { run } from './main.ts';

// Everything of ours is closed when a command ends; timers that libraries leave behind would hold the process for seconds.
process.exit(await run(process.argv));
