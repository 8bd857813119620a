import type { FlareRefusal } from '../../domain/flare-facts.ts';

/** What an archive may hold. Flares of real clusters have some hundred files; their logs are at most 10 MB each. */
export const ZIP_LIMITS = {
  archiveBytes: 50_000_000,
  files: 2_000,
  fileBytes: 20_000_000,
  unpackedBytes: 200_000_000,
  /**
   * Unpacked over packed, for files of more than `ratioFrom` bytes. The log of an idle Cluster Agent packs 108 to 1;
   * what is made to burst comes near to the 1,032 that the method can give at most.
   */
  ratio: 400,
  ratioFrom: 10_000_000,
} as const;

/** An archive or file that is not taken, and why in a few words. */
export interface Refused {
  readonly refusal: FlareRefusal;
  readonly detail: string;
}
