import { startPrivateRedis } from '../src/redis/private-server.ts';
import { openAckBench } from './ack-latency.ts';
import { openHeldUpBench } from './held-up.ts';
import { openHpaListBench } from './hpa-list.ts';
import { openMetamapBench } from './metamap.ts';
import { openRealSizesBench } from './real-sizes.ts';
import { show, spreadOf } from './spread.ts';
import { openThroughputBench } from './throughput.ts';

const ROUNDS = 10;
/** So many rounds, until all code on the way is compiled for good: a gateway runs for weeks. */
const WARM_UP = 3;
/** Of what takes a minute. */
const FEW_ROUNDS = 2;

const redis = await startPrivateRedis({ env: process.env });
const settings = { url: redis.url, prefix: '{dca}' };

const ack = await openAckBench(settings);
await ack.round();
const acks = await inRounds('ack', ack.round);
await ack.close();
const added = spreadOf(acks.map(({ bareP99, gatewayP99 }) => gatewayP99 - bareP99));
const ackRatio = spreadOf(acks.map(({ bareP99, gatewayP99 }) => gatewayP99 / bareP99));
const usual = spreadOf(acks.map(({ bareP50, gatewayP50 }) => gatewayP50 - bareP50));

const path = await openThroughputBench(settings);
for (let index = 0; index < WARM_UP; index += 1) await path.round();
const rates = await inRounds('throughput', path.round);
await path.close();
const share = spreadOf(rates.map(({ bare, path: whole }) => whole / bare));
await redis.close();

const lists = await openHpaListBench();
for (let index = 0; index < WARM_UP; index += 1) await lists.round();
const listed = await inRounds('hpa list', lists.round);
await lists.close();
const cpu = spreadOf(listed.map(({ fewCpuMs, manyCpuMs }) => manyCpuMs / fewCpuMs));
const heap = spreadOf(listed.map(({ fewPeakMb, manyPeakMb }) => manyPeakMb / fewPeakMb));

const held = await openHeldUpBench();
for (let index = 0; index < WARM_UP; index += 1) await held.round();
const delays = await inRounds('held up', held.round);
await held.close();
const delay = spreadOf(delays.map(({ inThreadMs, inMainMs }) => inThreadMs / inMainMs));

const maps = openMetamapBench();
for (let index = 0; index < WARM_UP; index += 1) maps.round();
const mapped = await inRounds('metamap', async () => maps.round());
const mapCpu = spreadOf(mapped.map(({ fewCpuMs, manyCpuMs }) => manyCpuMs / fewCpuMs));
const mapTime = spreadOf(mapped.map(({ manyCpuMs }) => manyCpuMs));
const mapHeap = spreadOf(mapped.map(({ manyHeapMb }) => manyHeapMb));

const real = await openRealSizesBench();
const sized = await inRounds('real sizes', real.round, FEW_ROUNDS);
await real.close();
const sizedCpu = spreadOf(sized.map(({ tenthCpuMs, wholeCpuMs }) => wholeCpuMs / tenthCpuMs));
const sizedHeap = spreadOf(sized.map(({ tenthPeakMb, wholePeakMb }) => wholePeakMb / tenthPeakMb));

console.log(`\n${ROUNDS} rounds, each with its own base: median (min to max)
ack p50 at 200 asks/s, added by the gateway in ms    ${show(usual, 2)}
ack p99 at 200 asks/s, gateway / bare Bolt handler   ${show(ackRatio, 2)}
ack p99 at 200 asks/s, added by the gateway in ms    ${show(added, 2)}   goal: at most 3
asks/s, whole path / bare BullMQ add and no-op       ${show(share, 3)}   goal: at least 0.3
hpa list, CPU for 5,000 HPAs / for 500               ${show(cpu, 2)}   goal: at most 12
hpa list, peak heap for 5,000 HPAs / for 500         ${show(heap, 2)}   goal: at most 15
hpa list of 5,000, longest hold-up, thread / main    ${show(delay, 3)}   goal: at most 0.2
metamap, CPU for 100,000 pods / for 10,000           ${show(mapCpu, 2)}   goal: at most 12
metamap of 100,000 pods (40 MB), CPU in ms           ${show(mapTime, 0)}
metamap of 100,000 pods, held when read, in MB       ${show(mapHeap, 2)}   goal: at most 5
checks and metadata, CPU for 5,000 nodes / for 500   ${show(sizedCpu, 2)}   goal: at most 12
checks and metadata, peak heap, 5,000 nodes / 500    ${show(sizedHeap, 2)}   goal: at most 12`);
process.exit(0);

async function inRounds<T>(name: string, round: () => Promise<T>, rounds = ROUNDS): Promise<readonly T[]> {
  const results: T[] = [];
  for (let index = 1; index <= rounds; index += 1) {
    results.push(await round());
    process.stderr.write(`${name} ${index}/${rounds} ${JSON.stringify(results.at(-1))}\n`);
  }
  return results;
}
