import type { PastedText } from '../domain/pasted-text.ts';
import type { TextPiece } from '../domain/text-facts.ts';
import type { ExplainedDocument } from '../parsers/documents.ts';

/** What each text holds, in the order in which the texts were given. `from` of a document begins with its text's name. */
export function pastedTexts(names: readonly string[], documents: readonly ExplainedDocument[]): readonly PastedText[] {
  return names.flatMap((from) => {
    const own = documents.filter((one) => one.from === from || one.from.startsWith(`${from} #`));
    const pieces = [...new Set(own.flatMap(pieceOf))];
    const foreign = own.find((one) => one.kind === 'foreign');
    if (pieces.length === 0 && foreign === undefined) return [];
    return [
      {
        from,
        pieces,
        ...(foreign?.kind === 'foreign' && { foreign: { product: foreign.product, line: foreign.line } }),
      },
    ];
  });
}

export function pieceOf(one: ExplainedDocument): readonly TextPiece[] {
  switch (one.kind) {
    case 'status':
      return [one.status.flavor === 'cluster-agent' ? 'status' : 'node-status'];
    case 'running-checks':
      return ['node-status'];
    case 'metamap':
    case 'clusterchecks':
    case 'configcheck':
    case 'telemetry':
    case 'hpa':
      return [one.kind];
    case 'log':
    case 'pasted-log':
      return ['log'];
    case 'lock':
      return ['leader-lock'];
    case 'stored':
    case 'served':
    case 'no-news':
      return ['metrics-objects'];
    case 'events':
      return ['events-objects'];
    case 'mere-piece':
      return [one.piece];
    case 'unrecognised':
    case 'foreign':
      return [];
    default:
      return ['kubernetes-objects'];
  }
}
