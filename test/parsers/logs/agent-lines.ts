/** One line of the Agent in today's form. */
export function agentLine(level: string, message: string, time = '2026-11-23 18:40:05 UTC'): string {
  return `${time} | CLUSTER | ${level} | (pkg/clusteragent/some_file.go:137 in SomeFunc) | ${message}`;
}

/** The same line in every form that an Agent of some age writes, at 18:40:05 UTC where the form tells. */
export const FORMS: readonly (readonly [name: string, write: (level: string, message: string) => string])[] = [
  ['of 2018', (level, message) => `2026-11-23 18:40:05 UTC | ${level} | (some_file.go:45 in someFunc) | ${message}`],
  ['of 2018 without a place', (level, message) => `2026-11-23 18:40:05 UTC | ${level} | ${message}`],
  ['since 1.0', (level, message) => agentLine(level, message)],
  ['in RFC 3339', (level, message) => agentLine(level, message, '2026-11-23T18:40:05Z')],
  ['in another zone', (level, message) => agentLine(level, message, '2026-11-24 03:40:05 JST')],
  [
    'with context',
    (level, message) => `2026-11-23 18:40:05 UTC | CLUSTER | ${level} | (a.go:1 in F) | check:x,k:v | ${message}`,
  ],
  [
    'in JSON',
    (level, message) =>
      JSON.stringify({
        agent: 'cluster',
        time: '2026-11-23 18:40:05 UTC',
        level,
        file: 'a.go',
        line: '137',
        msg: message,
      }),
  ],
  ['of a node Agent', (level, message) => `2026-11-23 18:40:05 UTC | CORE | ${level} | (a.go:1 in F) | ${message}`],
  [
    'with kubectl’s prefix and time',
    (level, message) => `[pod/dca-1/cluster-agent] 2026-11-23T18:40:05.81Z ${agentLine(level, message)}`,
  ],
  [
    'in JSON behind kubectl’s time',
    (level, message) =>
      `2026-11-23T18:40:05.81Z ${JSON.stringify({ time: '2026-11-23 18:40:05 UTC', level, msg: message })}`,
  ],
  ['in colours', (level, message) => `\x1b[31m${agentLine(level, message)}\x1b[0m`],
  ['ending in CR', (level, message) => `${agentLine(level, message)}\r`],
];
