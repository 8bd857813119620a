// Keys that only a status in JSON has, one of which every version prints.
const STATUS_KEYS = ['"runnerStats"', '"leaderelection"', '"forwarderStats"', '"clusterAgentStatus"', '"flavor"'];

/** True for text that holds a key of a status document, whether or not it is whole. */
export function looksLikeStatusJson(text: string): boolean {
  return STATUS_KEYS.some((key) => text.includes(key));
}
