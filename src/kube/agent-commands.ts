/** The only things ever run in an Agent's container: fixed words, no shell, nothing from outside between them. */
export const AGENT_COMMANDS = {
  'status-json': ['datadog-cluster-agent', 'status', '--json'],
  status: ['datadog-cluster-agent', 'status', '--no-color'],
  'status-json-by-old-name': ['agent', 'status', '--json'],
  clusterchecks: ['datadog-cluster-agent', 'clusterchecks', '--no-color'],
  configcheck: ['datadog-cluster-agent', 'configcheck', '--no-color'],
  metamap: ['datadog-cluster-agent', 'metamap', '--no-color'],
  telemetry: ['datadog-cluster-agent', 'telemetry'],
  // Stdin is closed and `--send` is never given: the Agent builds the archive, and aborts before it uploads it.
  flare: ['datadog-cluster-agent', 'flare', '--email', 'dca-bot@localhost'],
  'node-status-json': ['agent', 'status', '--json'],
  'node-status': ['agent', 'status', '--no-color'],
  'node-configcheck': ['agent', 'configcheck', '--no-color'],
} as const satisfies Record<string, readonly string[]>;

export type AgentCommand = keyof typeof AGENT_COMMANDS;

const FLARE_PATH = /^\/tmp\/datadog-agent-[\w.-]{1,200}\.zip$/;

/** Commands that take one word from outside, which has to have the given form. */
export const WORD_COMMANDS = {
  /** One variable and never all of them, which would print the token. */
  'service-host': { argv: ['printenv'], word: /^[A-Z][A-Z0-9_]{0,251}_SERVICE_HOST$/ },
  'read-flare': { argv: ['cat'], word: FLARE_PATH },
  'remove-flare': { argv: ['rm', '-f'], word: FLARE_PATH },
} as const satisfies Record<string, { readonly argv: readonly string[]; readonly word: RegExp }>;

export type WordCommand = keyof typeof WORD_COMMANDS;

/** What to run: a command of the table, or one of those that take a word. */
export type AgentCall = AgentCommand | { readonly run: WordCommand; readonly word: string };

/** The words of a call; `undefined` where its word has not the form it must have, and nothing may be run. */
export function argvOf(call: AgentCall): readonly string[] | undefined {
  if (typeof call === 'string') return AGENT_COMMANDS[call];
  const { argv, word } = WORD_COMMANDS[call.run];
  return word.test(call.word) && !call.word.includes('..') ? [...argv, call.word] : undefined;
}
