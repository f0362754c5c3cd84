import bolt from '@slack/bolt';
import { signingSecret } from '../support/slack-world.ts';

/** Bolt by itself, doing nothing with an event: what receiving one costs at the least. Prints its address, then waits to be killed. */
const receiver = new bolt.HTTPReceiver({ signingSecret, port: 0 });
const app = new bolt.App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-nothing', botId: 'B1', botUserId: 'UMICHI' }),
});
app.event('message', async () => undefined);
const server = await app.start(0);
const address = server.address();
console.log(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/slack/events`);
