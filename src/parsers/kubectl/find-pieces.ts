import { checkPiece } from '../pasted/check-pieces.ts';
import { metamapPiece } from '../pasted/metamap-piece.ts';
import { runningChecksPiece } from '../pasted/running-checks-piece.ts';
import { serviceEnvironment } from '../pasted/service-environment.ts';
import { telemetryPiece } from '../pasted/telemetry-piece.ts';
import { findTitles } from '../status/title.ts';
import { autoscalerExcerpt } from './autoscaler-excerpt.ts';
import { describedPiece } from './described-piece.ts';
import { tablePiece } from './get-tables.ts';
import { type Budget, jsonPiece } from './json-piece.ts';
import type { KubectlDocument, Piece } from './kubectl-document.ts';
import { metricBlocks } from './metric-blocks.ts';
import { emptyProviderLog, isProviderBanner } from './provider-log.ts';
import { askedMetric } from './read-objects.ts';
import { shortAnswer } from './short-answers.ts';
import { yamlPiece } from './yaml-piece.ts';

/**
 * What kubectl printed, found in the lines of a text in any mixture with what the Agent printed. Lines that belong to no
 * piece are left to whoever reads the Agent's own documents. Linear in the text's length.
 */
export function findPieces(lines: readonly string[]): readonly Piece[] {
  const titles = new Set(findTitles(lines).map(({ line }) => line));
  const budget: Budget = { characters: 4 * lines.reduce((sum, line) => sum + line.length + 1, 0) };
  const pieces: Piece[] = [];
  // Sections of the Agent's hold lists of metrics of their own, and so does whatever follows a title.
  let inAgentText = false;
  let sections = 0;
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (titles.has(at)) sections = 0;
    if (titles.has(at) || isProviderBanner(lines, at)) {
      sections += 1;
      // The second such section since a title is a file of its own.
      inAgentText = titles.has(at) || (sections <= 2 && (inAgentText || !emptyProviderLog(lines, at)));
    }
    const piece = line === '' ? undefined : pieceAt(lines, at, inAgentText, budget);
    if (!piece) {
      at += 1;
      continue;
    }
    if (piece.documents.length > 0) {
      pieces.push({ ...piece, documents: withAskedMetric(piece, lines) });
      inAgentText = false;
    }
    at = piece.end;
  }
  return pieces;
}

function pieceAt(lines: readonly string[], at: number, inAgentText: boolean, budget: Budget): Piece | undefined {
  return (
    metamapPiece(lines, at) ??
    checkPiece(lines, at) ??
    telemetryPiece(lines, at) ??
    serviceEnvironment(lines, at) ??
    jsonPiece(lines, at, budget) ??
    yamlPiece(lines, at) ??
    describedPiece(lines, at) ??
    tablePiece(lines, at) ??
    shortAnswer(lines, at) ??
    (inAgentText
      ? undefined
      : (emptyProviderLog(lines, at) ??
        metricBlocks(lines, at) ??
        runningChecksPiece(lines, at) ??
        autoscalerExcerpt(lines, at)))
  );
}

/** An empty list does not say what it is the answer to; the command above it may. */
function withAskedMetric({ start, documents }: Piece, lines: readonly string[]): readonly KubectlDocument[] {
  return documents.map((document) => {
    if (document.kind !== 'served' || document.asked) return document;
    const above = lines.slice(Math.max(start - 3, 0), start).findLast((line) => askedMetric(line));
    const asked = above === undefined ? undefined : askedMetric(above);
    return asked ? { ...document, asked } : document;
  });
}
