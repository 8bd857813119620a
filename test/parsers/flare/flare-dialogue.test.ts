import { describe, expect, test } from 'vitest';
import { readFlareDialogue } from '../../../src/parsers/flare/flare-dialogue.ts';

const PATH = '/tmp/datadog-agent-2021-07-30T14-00-00Z.zip';
const FULL = `Asking the Cluster Agent to build the flare archive.
${PATH} is going to be uploaded to Datadog
Are you sure you want to upload a flare? [Y/N]
Aborting. (You can still use ${PATH})
`;

describe('readFlareDialogue', () => {
  test('the whole dialogue', () => {
    expect(readFlareDialogue(FULL, '')).toEqual({ path: PATH, local: false, uploaded: false, trouble: '' });
  });

  test('a newer name, with the level of the log', () => {
    const newer = PATH.replace('.zip', '-info.zip');
    expect(readFlareDialogue(FULL.replaceAll(PATH, newer), '').path).toBe(newer);
  });

  test('built by the command alone', () => {
    const local = `Asking the Cluster Agent to build the flare archive.
The agent was unable to make a full flare: Get "https://localhost:5005/flare": context deadline exceeded.
Initiating flare locally, some logs will be missing.
${FULL.split('\n').slice(1).join('\n')}`;
    expect(readFlareDialogue(local, '')).toEqual({
      path: PATH,
      local: true,
      uploaded: false,
      trouble:
        'The agent was unable to make a full flare: Get "https://localhost:5005/flare": context deadline exceeded.',
    });
  });

  test('an upload that failed leaves the archive', () => {
    const said = `${FULL}An error occurred while uploading the flare: HTTP 403 Forbidden`;
    expect(readFlareDialogue(said, '')).toMatchObject({
      path: PATH,
      uploaded: false,
      trouble: expect.stringContaining('403'),
    });
  });

  test('an upload that happened is told', () => {
    const said = `${FULL}Your logs were successfully uploaded. For future reference, your internal case id is 17`;
    expect(readFlareDialogue(said, '').uploaded).toBe(true);
  });

  test.each([
    ['The flare zipfile failed to be created: no space left on device', '', /no space left/],
    ['', 'Error: unknown command "flare" for "agent"', /unknown command/],
    ['Error reading email, please retry or contact support', '', /reading email/],
    ['The agent ran into an error while making the flare: boom', '', /boom/],
    ['', '', /^$/],
    ['nothing of the kind', 'garbage', /^$/],
  ])('no archive: %j %j', (stdout, stderr, trouble) => {
    const read = readFlareDialogue(stdout, stderr);
    expect(read.path).toBeUndefined();
    expect(read.trouble).toMatch(trouble);
  });

  test.each([
    '/etc/datadog-agent.zip',
    '/tmp/../etc/datadog-agent-x.zip',
    '/tmp/datadog-agent-../../x.zip',
    '/tmp/datadog-agent-a;rm.zip',
    '/tmp/datadog-agent-.zip/../x.zip',
    '/var/tmp/datadog-agent-2021-07-30T14-00-00Z.zip',
    'tmp/datadog-agent-2021.zip',
    `/tmp/datadog-agent-${'a'.repeat(300)}.zip`,
  ])('%s is never touched', (path) => {
    const read = readFlareDialogue(FULL.replaceAll(PATH, path), '');
    expect(read.path).toBeUndefined();
    expect(read.trouble).toMatch(/^an archive at an unexpected place/);
  });

  test('a huge answer costs no more than its beginning', () => {
    const started = performance.now();
    readFlareDialogue('x'.repeat(8_000_000), 'Error:'.repeat(1_000_000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
