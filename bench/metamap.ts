import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readMetamap } from '../src/parsers/metamap/metamap-output.ts';
import { largeMap } from '../test/large-metamap.ts';

const PODS_PER_NODE = 40;
const FEW = 10_000;
const MANY = 100_000;
/** As an exec's frames bring it. */
const PIECE = 32_768;

export interface MetamapRound {
  readonly megabytes: number;
  readonly fewCpuMs: number;
  readonly manyCpuMs: number;
  /** Megabytes held when all was read. */
  readonly manyHeapMb: number;
}

/** Reads maps of 10,000 and of 100,000 pods as they arrive, without keeping a pod. */
export function openMetamapBench() {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const few = piecesOf(FEW);
  const many = piecesOf(MANY);
  const megabytes = many.reduce((sum, piece) => sum + piece.length, 0) / 1e6;
  return {
    round: (): MetamapRound => {
      collectGarbage();
      const base = process.memoryUsage().heapUsed;
      const fewCpuMs = read(few, FEW, () => {});
      let held = 0;
      const manyCpuMs = read(many, MANY, () => {
        collectGarbage();
        held = process.memoryUsage().heapUsed - base;
      });
      return { megabytes, fewCpuMs, manyCpuMs, manyHeapMb: held / 2 ** 20 };
    },
  };
}

function piecesOf(pods: number): readonly string[] {
  const text = [...largeMap({ nodes: pods / PODS_PER_NODE, podsPerNode: PODS_PER_NODE })].join('');
  return Array.from({ length: Math.ceil(text.length / PIECE) }, (_, i) => text.slice(i * PIECE, (i + 1) * PIECE));
}

/** Milliseconds of this process. */
function read(pieces: readonly string[], pods: number, whenRead: () => void): number {
  let told = 0;
  const before = process.cpuUsage();
  const reader = readMetamap({
    onPod: () => {
      told += 1;
    },
  });
  for (const piece of pieces) reader.take(piece);
  const { user, system } = process.cpuUsage(before);
  whenRead();
  const summary = reader.end();
  if (told !== pods || !summary.recognised || summary.cutOff) throw new Error(`not all pods were read: ${told}`);
  return (user + system) / 1000;
}
