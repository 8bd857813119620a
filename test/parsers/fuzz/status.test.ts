import { expect } from 'vitest';
import type { AgentStatus } from '../../../src/domain/agent-status.ts';
import { parseStatus } from '../../../src/parsers/status/parse-status.ts';
import { fuzzParser } from './fuzz-parser.ts';
import { isJson } from './is-json.ts';
import { STATUSES } from './status-samples.ts';

function isLed({ cutOff, leaderElection }: AgentStatus): boolean {
  return !cutOff && leaderElection.state === 'present' && leaderElection.value.leaderName !== '';
}

/** Behind these lines no fact is missing; a text that stops before them is known to be cut. */
const ENDINGS: Readonly<Record<string, RegExp>> = {
  'agent-2025-leader-and-follower/leader-status.txt': /^ *Renewed leadership: /m,
  'made/gen2-leader-v1.14.0.txt': /^Endpoints$/m,
};

fuzzParser({
  name: 'status',
  samples: STATUSES,
  parse: parseStatus,
  verdictOf: (parsed) => (parsed.recognised && isLed(parsed.status) ? 'healthy' : 'other'),
  expectAlways: (parsed) => expect(parsed.recognised || parsed.detail !== '').toBe(true),
  marks: ['===', 'Agent (v7.1)', 'Leader Election', 'Error: ', '  * ', 'NaN', '{"version":"7.1.0",'],
  // A text says who leads, or is not called led; of JSON a part is none.
  mustNotBeHealthyWhen: ({ sample, whole, text, onlyLost }) => {
    if (!onlyLost) return false;
    if (sample.endsWith('.json')) return !isJson(text);
    const ending = ENDINGS[sample];
    return (
      !/^ *Leader Name is: \S/m.test(text) || (ending !== undefined && whole.startsWith(text) && !ending.test(text))
    );
  },
  seesThroughAllBut: ['klog lines', 'blank lines'],
});
