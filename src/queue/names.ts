import { createHash } from 'node:crypto';

/**
 * A cluster's name as a short readable word plus a hash, safe in queue names and Redis keys (`prod-eu-3f9c02b1aa`).
 * Different names give different slugs, whatever characters they hold.
 */
export function slugOf(cluster: string): string {
  const word = cluster
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 32)
    .replace(/^-+|-+$/g, '');
  return word === '' ? hashOf(cluster) : `${word}-${hashOf(cluster)}`;
}

/** The queue on which the workers of a cluster wait for asks. */
export function diagnoseQueue(cluster: string): string {
  return `diagnose-${slugOf(cluster)}`;
}

/** The queue on which gateways wait for questions about texts and stored reports, which need no cluster. */
export const TEXT_QUEUE = 'text';

/** The queue of whoever answers the questions to a cluster; '': those that need none. */
export function askQueue(cluster: string): string {
  return cluster === '' ? TEXT_QUEUE : diagnoseQueue(cluster);
}

/** The queue on which gateways wait for reports from a cluster. */
export function answersQueue(cluster: string): string {
  return `answers-${slugOf(cluster)}`;
}

/**
 * The job id of an ask: the ask's own id, so that adding it twice adds it once. BullMQ refuses ids with a colon and
 * takes plain integers for its own, so those (and over-long ones) are hashed.
 */
export function jobIdOf(askId: string): string {
  return /^[^:]{1,128}$/.test(askId) && !/^[0-9]+$/.test(askId) && !askId.startsWith('ask-hash-')
    ? askId
    : `ask-hash-${createHash('sha256').update(askId, 'utf16le').digest('hex')}`;
}

/** UTF-16 rather than UTF-8, in which all unpaired surrogates would look alike. */
function hashOf(name: string): string {
  return createHash('sha256').update(name, 'utf16le').digest('hex').slice(0, 10);
}
