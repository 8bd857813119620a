import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { DEPTHS, LANGUAGES } from '../domain/question.ts';
import { EXIT_USAGE } from './exit-code.ts';
import { VERSION } from './version.ts';

/**
 * `dca`: flags to options, then one call. Every command's code is loaded only when it runs, so that `dca --help` and
 * `dca explain` do not wait for a Kubernetes or Slack client.
 */
export function makeProgram(): Command {
  const program = new Command('dca')
    .description('Troubleshoots the Datadog Cluster Agent on Kubernetes, in Slack and in the terminal.')
    .version(VERSION)
    .showHelpAfterError()
    .exitOverride();
  addServices(program);
  addQuestions(program);
  addTools(program);
  return program;
}

function addServices(program: Command): void {
  const config = () => new Option('--config <file>', 'configuration (default: dca.yaml where present, or DCA_CONFIG)');
  program
    .command('all')
    .description('gateway and worker in one process; starts a private Redis where REDIS_URL is not set')
    .addOption(config())
    .action(async (options) => (await import('./services.ts')).runService('all', options));
  program
    .command('gateway')
    .description('Slack side: takes questions, posts answers')
    .addOption(config())
    .action(async (options) => (await import('./services.ts')).runService('gateway', options));
  program
    .command('worker')
    .description('Kubernetes side: reads clusters, makes reports')
    .addOption(config())
    .action(async (options) => (await import('./services.ts')).runService('worker', options));
  program
    .command('demo')
    .description('everything on this machine: a local Slack, a simulated cluster, a private Redis')
    .option('--ask <words>', 'type these words into the local Slack, print the answer and end')
    .option('--scenario <folder>', 'what the simulated cluster plays (default: a captured leader and follower)')
    .option('--channel <name>', 'the channel to type in', 'incidents')
    .addOption(new Option('--lang <language>', 'whose eyes to see it with').choices([...LANGUAGES]))
    .action(async (options) => (await import('./demo/demo.ts')).runDemo(options));
}

function addQuestions(program: Command): void {
  const manner = (command: Command) =>
    command
      .addOption(new Option('--lang <language>', 'language of the answer (default: from LANG)').choices([...LANGUAGES]))
      .addOption(new Option('--depth <depth>', 'how much to tell').choices([...DEPTHS]).default('normal'))
      .option('--json', 'print the report as JSON')
      .option('--no-color', 'plain text');
  manner(program.command('ask'))
    .description('asks a question of the current cluster, without Slack and Redis: dca ask hpa shop/web')
    .argument('<words...>', 'the question, as after /dca')
    .option('--kubeconfig <file>', 'default: KUBECONFIG, ~/.kube/config, or the service account')
    .option('--context <name>', 'context of the kubeconfig')
    .option('-n, --namespace <name>', 'of the HPAs or metrics asked about')
    .option('--page <number>', 'of a list of HPAs or metrics')
    .option('--agent-namespace <name>', "the Cluster Agent's namespace (default: found)")
    .option('--no-exec', 'do not run commands in Agent pods')
    .option('--timeout <seconds>', 'answer with what was read by then (default: 30, for hpa 45)', seconds)
    .option('--out <file>', 'write the masked archive here (for flare)')
    .option('--yes', 'build it without asking (for flare)')
    .action(async (words, options) => (await import('./ask.ts')).runAsk(words, options));
  manner(program.command('explain'))
    .description(
      'explains saved or pasted output of the Agent, and its flares: dca explain status.txt, or from standard input',
    )
    .argument('[files...]', 'files; - or nothing: standard input')
    .action(async (files, options) => (await import('./explain.ts')).runExplain(files, options));
  manner(program.command('replay'))
    .description("today's rules on the readings of a stored report, or of a file that --json printed")
    .argument('<report>', 'the id at the end of an answer, or a file')
    .option('--config <file>', 'configuration, for where reports are stored')
    .action(async (report, options) => (await import('./replay.ts')).runReplay(report, options));
  manner(program.command('compare'))
    .description('two clusters side by side, or two reports, or a report and a cluster as it is now')
    .argument('<before>', 'a context of the kubeconfig, the id of a report, or a file that --json printed')
    .argument('<after>', 'likewise')
    .option('--kubeconfig <file>', 'default: KUBECONFIG, ~/.kube/config, or the service account')
    .option('--config <file>', 'configuration, for where reports are stored')
    .option('--no-exec', 'do not run commands in Agent pods')
    .action(async (before, after, options) => (await import('./compare.ts')).runCompare(before, after, options));
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 600)) throw new InvalidArgumentError('a number of seconds up to 600');
  return value;
}

/** Milliseconds of `90s`, `30m`, `24h` or `7d`. */
function age(text: string): number {
  const [, amount, unit] = /^(\d{1,6})(s|m|h|d)$/.exec(text) ?? [];
  const inSeconds = { s: 1, m: 60, h: 3600, d: 86_400 }[unit ?? ''];
  if (inSeconds === undefined) throw new InvalidArgumentError('a time such as 90s, 30m, 24h or 7d');
  return Number(amount) * inSeconds * 1000;
}

function addTools(program: Command): void {
  program
    .command('doctor')
    .description('checks Node.js, Redis, Slack and each Kubernetes right, and says what to do')
    .option('--config <file>', 'configuration')
    .addOption(new Option('--lang <language>', 'language').choices([...LANGUAGES]))
    .action(async (options) => (await import('./doctor/doctor.ts')).runDoctor(options));
  program
    .command('rbac')
    .description('prints the Kubernetes objects that give a worker exactly the rights it needs')
    .option('--agent-namespace <name>', "the Cluster Agent's namespace", 'datadog')
    .option('--namespace <name>', "dca-bot's own namespace", 'dca-bot')
    .option('--service-account <name>', "the worker's ServiceAccount", 'dca-bot-worker')
    .option('--for <question...>', 'only what these questions need')
    .option('--no-exec', 'leave pods/exec out')
    .action(async (options) => (await import('./rbac.ts')).runRbac(options));
  const clusters = program
    .command('clusters')
    .description('lists the clusters whose workers have registered')
    .option('--config <file>', 'configuration')
    .addOption(new Option('--lang <language>', 'language').choices([...LANGUAGES]))
    .action(async (options) => (await import('./clusters.ts')).runClusters(options));
  clusters
    .command('forget')
    .description('removes a cluster that will not come back')
    .argument('<name>')
    .action(async (name, _options, command: Command) =>
      (await import('./clusters.ts')).runForget(name, command.optsWithGlobals()),
    );
  program
    .command('audit')
    .description('who asked what and how it ended, one JSON object a line, oldest first')
    .option('--since <time>', 'how far back (default: 24h)', age, 86_400_000)
    .option('--follow', 'go on with what is asked from now on')
    .option('--config <file>', 'configuration')
    .action(async (options) => (await import('./audit.ts')).runAudit(options));
}

/** Runs one command line and gives the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    await makeProgram().parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    throw error;
  }
}
