import type { Piece } from '../kubectl/kubectl-document.ts';

const VARIABLE =
  /^\s{0,40}[A-Z][A-Z0-9_]{0,100}_(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]{1,60})?|PORT(?:_\d{1,5}_(?:TCP|UDP)(?:_(?:ADDR|PORT|PROTO))?)?)=\S{0,300}$/;

/** The variables that Kubernetes sets for a Service, as `env` prints them: recognised, and never kept. */
export function serviceEnvironment(lines: readonly string[], at: number): Piece | undefined {
  if (!isVariable(lines[at]!)) return undefined;
  let end = at + 1;
  while (end < lines.length && isVariable(lines[end]!)) end += 1;
  if (!lines.slice(at, end).some((line) => line.includes('_SERVICE_HOST='))) return undefined;
  return { start: at, end, documents: [{ kind: 'mere-piece', piece: 'kubernetes-objects' }] };
}

function isVariable(line: string): boolean {
  return line.length < 500 && VARIABLE.test(line);
}
