/** Why a node Agent does not reach the Cluster Agent, as far as one of its sentences tells. */
export type NodeLinkCause =
  /** Its environment holds no address: `variable` is not set. `service` is as the Agent writes it, in capitals. */
  | { readonly kind: 'no-service-address'; readonly variable: string; readonly service: string }
  | { readonly kind: PlainNodeLinkCause };

export type PlainNodeLinkCause =
  /** 401 or 403: another token than the Cluster Agent's, or none. */
  | 'token-refused'
  /** Neither configured nor found in its file. */
  | 'token-empty'
  /** Under 32 characters. */
  | 'token-too-short'
  | 'timeout'
  /** The configured address is no `https`, or who answers there does not speak TLS. */
  | 'not-https'
  | 'tls'
  /** Refused, no route, no such host, or the connection closed. */
  | 'unreachable'
  /** It waits before it tries again: tells nothing of why. */
  | 'retrying'
  /** It never learnt the Cluster Agent's version. */
  | 'never-refreshed'
  | 'other';

// Agents of 2018 put the names in quotes.
const NO_ADDRESS =
  /cannot get a cluster agent endpoint for kubernetes service "?([\w.-]{1,253})"?, env "?([\w.-]{1,300})"? is empty/i;

/** The first that fits: causes wrap each other, and what names most stands first. */
const CAUSES: readonly (readonly [PlainNodeLinkCause, RegExp])[] = [
  ['token-too-short', /authentication token length must be greater than/],
  ['token-empty', /empty cluster_agent[._]auth_token and cannot (?:find|read)\b/],
  [
    'not-https',
    /not a https scheme|server gave http response to https client|first record does not look like a tls handshake/,
  ],
  [
    'token-refused',
    /unexpected status code from cluster agent: 40[13]\b|is unavailable: 40[13]\b|invalid session token|no session token provided|unsupported authorization scheme/,
  ],
  [
    'timeout',
    /timeout calling|i\/o timeout|handshake timeout|connection timed out|context deadline exceeded|client\.timeout exceeded|request canceled while waiting/,
  ],
  ['tls', /\bx509: |\btls: |\btls handshake\b/],
  [
    'unreachable',
    /connection refused|no route to host|network is unreachable|host is down|no such host|server misbehaving|temporary failure in name resolution|connection reset by peer|broken pipe|: (?:unexpected )?eof\b/,
  ],
  ['retrying', /try delay not elapsed yet/],
  [
    'never-refreshed',
    /failed to refresh cluster agent version|could not retrieve the version of the datadog cluster agent|^(?:- )?(?:running: )?v?0\.0\.0\b/,
  ],
];

/** More of a text is not looked at. */
const LONGEST = 20_000;

/**
 * Reads a cause out of a node Agent's own words: what its `status` says behind `Could not detect the Datadog Cluster
 * Agent's endpoint` or `Could not reach the Datadog Cluster Agent`, the version it shows there, or a line of its log.
 */
export function classifyNodeLink(text: string): NodeLinkCause {
  const looked = text.slice(0, LONGEST);
  const address = NO_ADDRESS.exec(looked);
  if (address) return { kind: 'no-service-address', service: address[1]!, variable: address[2]! };
  const lower = looked.trim().toLowerCase();
  return { kind: CAUSES.find(([, words]) => words.test(lower))?.[0] ?? 'other' };
}
