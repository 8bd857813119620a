import { countSending } from '../redis/sending-record.ts';
import type { SendingTools } from './sending-tools.ts';

/** Notes how many values the sender had to mask, here and in Redis; the worker should have left none. */
export async function countMasked({ redis, keys, metrics }: SendingTools, masked: number): Promise<void> {
  if (masked === 0) return;
  metrics?.masked.add({ where: 'sender' }, masked);
  await countSending(redis, keys, 'masked-at-sender', masked);
}
