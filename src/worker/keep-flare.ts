import type { AnswerFile, FlareKeeping } from '../domain/flare.ts';
import { storeBlob } from '../redis/blobs.ts';
import { forgetFlarePlace, leftFlarePlaces, noteFlarePlace } from '../redis/flare-places.ts';
import type { AskWork } from './answer-ask.ts';

/** No question takes as long: what was built before is nobody's work any more. */
const STALE_MS = 15 * 60_000;

/** Keeps what the engine tells of an ask's flare: the archive for the gateways, and what lies in containers. */
export interface KeptFlare {
  readonly flare: FlareKeeping;
  /** Stores the archive for ten minutes, if there is one; the report that tells of it is stored after it. */
  store(): Promise<void>;
}

export async function keepFlare(
  { store: { redis, keys }, cluster, log, now }: Pick<AskWork, 'store' | 'cluster' | 'log' | 'now'>,
  askId: string,
): Promise<KeptFlare> {
  const left = await leftFlarePlaces(redis, keys, cluster, { ask: askId, before: now() - STALE_MS });
  if (left.length > 0) log.warn({ ask: askId, left }, 'flares that were left in containers are removed');
  let file: AnswerFile | undefined;
  const unheard = (error: unknown) => log.warn({ err: error, ask: askId }, 'the place of a flare was not noted');
  return {
    flare: {
      left,
      tell: (news) => {
        if (news.news === 'file') file = news.file;
        else if (news.news === 'removed') forgetFlarePlace(redis, keys, cluster, news.place).catch(unheard);
        else
          noteFlarePlace(redis, keys, cluster, { ask: askId, at: now(), place: news.place })
            .then(() => log.debug({ ask: askId }, 'the place of a flare is noted'))
            .catch(unheard);
      },
    },
    store: async () => {
      if (file !== undefined) await storeBlob(redis, keys, askId, file);
    },
  };
}
