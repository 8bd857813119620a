import type { WebClient } from '@slack/web-api';
import * as v from 'valibot';
import type { Outcome, SlackPort } from './slack-port.ts';
import { called, failureOfNetwork } from './slack-refusals.ts';

/** For as many bytes as an answer's file may have. */
const UPLOAD_MS = 60_000;
const PAGE = 100;
const PAGES = 5;

const historySchema = v.object({
  messages: v.array(
    v.object({ files: v.optional(v.array(v.object({ id: v.string(), name: v.optional(v.nullable(v.string())) }))) }),
  ),
  response_metadata: v.optional(v.object({ next_cursor: v.optional(v.string()) })),
});

/** The part of the port that brings files to people. */
export function filePort(
  client: WebClient,
  options: { readonly fetch: typeof fetch; readonly timeoutMs: number },
): Pick<SlackPort, 'uploadFile' | 'shareFile' | 'removeFile' | 'findFiles'> {
  /** What failed on the way has shown nothing to anybody, so that it can simply be done again. */
  const unseen = (raw: string): Outcome<never> => ({ end: 'wait', why: 'away', ms: options.timeoutMs, raw });

  return {
    uploadFile: ({ name, bytes }) =>
      called<{ fileId: string }>(async () => {
        const announced = await client.files.getUploadURLExternal({ filename: name, length: bytes.length });
        const { file_id: fileId, upload_url: url } = announced;
        if (fileId === undefined || url === undefined) return unseen('reply without an address');
        try {
          const response = await options.fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/octet-stream' },
            body: Buffer.from(bytes),
            signal: AbortSignal.timeout(UPLOAD_MS),
          });
          await response.arrayBuffer();
          if (response.status === 200) return { end: 'done', fileId };
          if (response.status >= 500 || response.status === 429) return unseen(`HTTP ${response.status}`);
          return { end: 'refused', why: 'other', raw: `HTTP ${response.status}` };
        } catch (error) {
          return unseen(failureOfNetwork(error).raw);
        }
      }),

    shareFile: (channel, { fileId, title, comment }) =>
      called(async () => {
        await client.files.completeUploadExternal({
          files: [{ id: fileId, title }],
          channel_id: channel,
          initial_comment: comment,
        });
        return { end: 'done' };
      }),

    removeFile: async (fileId) => {
      const outcome = await called<object>(async () => {
        await client.files.delete({ file: fileId });
        return { end: 'done' };
      });
      const gone = outcome.end === 'refused' && ['file_not_found', 'file_deleted'].includes(outcome.raw);
      return gone ? { end: 'done' } : outcome;
    },

    findFiles: (channel, name, sinceMs) =>
      called<{ fileIds: readonly string[] }>(async () => {
        const fileIds: string[] = [];
        let cursor: string | undefined;
        for (let page = 0; page < PAGES; page += 1) {
          const reply = await client.conversations.history({
            channel,
            oldest: (sinceMs / 1000).toFixed(6),
            limit: PAGE,
            ...(cursor === undefined ? {} : { cursor }),
          });
          const parsed = v.safeParse(historySchema, reply);
          if (!parsed.success) return { end: 'refused', why: 'other', raw: 'history in an unknown form' };
          const { messages, response_metadata } = parsed.output;
          const files = messages.flatMap((message) => message.files ?? []);
          fileIds.push(...files.filter((file) => file.name === name).map(({ id }) => id));
          cursor = response_metadata?.next_cursor;
          if (cursor === undefined || cursor === '' || fileIds.length > 0) return { end: 'done', fileIds };
        }
        return { end: 'refused', why: 'other', raw: 'history too long to read' };
      }),
  };
}
