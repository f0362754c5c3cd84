/**
 * Runs the `emulate` package's Slack: `emulated-slack.ts <folder of the package> <signing secret>`; the first line on standard output is
 * `{"url": …}`. It has no public way to subscribe an app to its events or to look at its dialogs: its plug-in is given both here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder = '', signingSecret = ''] = process.argv.slice(2);
const dist = join(folder, 'dist');

/** As far as they are used here; the package tells no types of its plug-ins. */
interface Routes {
  post(
    path: string,
    handle: (context: { req: { json(): Promise<{ url: string }> }; json(body: unknown): unknown }) => unknown,
  ): void;
  get(path: string, handle: (context: { json(body: unknown): unknown }) => unknown): void;
}
interface Webhooks {
  register(subscription: object): unknown;
}
interface SlackModule {
  readonly slackPlugin: { register(app: Routes, store: object, webhooks: Webhooks, ...more: unknown[]): unknown };
  readonly getSlackStore: (store: object) => Readonly<Record<string, { all?(): unknown[] }>>;
}

const file = readdirSync(dist).find(
  name =>
    name.startsWith('dist-') &&
    name.endsWith('.js') &&
    readFileSync(join(dist, name), 'utf8').includes('views.generateTriggerId'),
);
const { slackPlugin, getSlackStore }: SlackModule = await import(pathToFileURL(join(dist, file ?? '')).href);
const register = slackPlugin.register;
slackPlugin.register = (app, store, webhooks, ...more) => {
  app.post('/test/subscribe', async context => {
    const { url } = await context.req.json();
    return context.json(webhooks.register({ url, events: ['*'], active: true, owner: 'slack' }));
  });
  app.get('/test/views', context => context.json(getSlackStore(store).views?.all?.() ?? []));
  return register.call(slackPlugin, app, store, webhooks, ...more);
};

const { createEmulator } = await import(pathToFileURL(join(dist, 'api.js')).href);
const { url } = await createEmulator({ service: 'slack', port: 0, seed: { slack: seed() } });
process.stdout.write(`${JSON.stringify({ url })}\n`);
process.stdin.resume().on('end', () => process.exit(0));

function seed() {
  const person = (name: string, real_name: string) => ({ name, real_name, email: `${name}@tsukumine.example` });
  // As tokens of the app, so that a press in its name can be made with them.
  const token = (user: string) => ({ token: `xoxp-${user}`, type: 'user', user, app_id: 'A0MICHI01' });
  return {
    signing_secret: signingSecret,
    team: { name: 'Tsukumine', domain: 'tsukumine' },
    users: [person('watanabe', '渡辺 聡子'), person('sharma', 'Ananya Sharma')],
    channels: [{ name: 'careers' }],
    oauth_apps: [
      {
        client_id: 'client',
        client_secret: 'client secret',
        app_id: 'A0MICHI01',
        name: 'michi',
        bot_name: 'michi',
        redirect_uris: ['https://michi.example/slack/callback'],
      },
    ],
    tokens: [token('watanabe'), token('sharma')],
    strict_scopes: true,
  };
}
