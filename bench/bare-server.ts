import { App, HTTPReceiver } from '@slack/bolt';
import { serve } from './served.ts';

// What Bolt costs by itself: a signed request, a listener that acks.
serve(async ({ botToken, apiUrl, signingSecret }) => {
  const receiver = new HTTPReceiver({ signingSecret, processBeforeResponse: true });
  const app = new App({ token: botToken, receiver, clientOptions: { slackApiUrl: apiUrl }, deferInitialization: true });
  await app.init();
  app.command('/dca', ({ ack }) => ack());
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
});
