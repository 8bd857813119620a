/** The only things ever run in an Agent's container: fixed words, no shell, nothing from outside between them. */
export const AGENT_COMMANDS = {
  'status-json': ['datadog-cluster-agent', 'status', '--json'],
  status: ['datadog-cluster-agent', 'status', '--no-color'],
  'status-json-by-old-name': ['agent', 'status', '--json'],
  clusterchecks: ['datadog-cluster-agent', 'clusterchecks', '--no-color'],
  configcheck: ['datadog-cluster-agent', 'configcheck', '--no-color'],
  'node-status-json': ['agent', 'status', '--json'],
  'node-status': ['agent', 'status', '--no-color'],
  'node-configcheck': ['agent', 'configcheck', '--no-color'],
} as const satisfies Record<string, readonly string[]>;

export type AgentCommand = keyof typeof AGENT_COMMANDS;
