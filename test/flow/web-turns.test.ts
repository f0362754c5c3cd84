import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSignInLink } from '../../adapters/web/sign-in.ts';
import { createSigner } from '../../adapters/web/signed-token.ts';
import { newId } from '../../src/platform/ids/ids.ts';
import { systemClock } from '../../src/platform/time/clock.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { openEvents } from '../support/web-events.ts';
import { sampleReplies } from '../support/web-replies.ts';
import { startWebServer, type TestPeople, testPeople, testSecret, type WebServer } from '../support/web-server.ts';

let database: TestDatabase;
let demo: WebServer;
let real: WebServer;
let people: TestPeople;

beforeAll(async () => {
  database = await testDatabase();
  people = testPeople(
    { name: { ja: '佐藤 美咲', en: 'Misaki Sato' }, locale: 'ja' },
    { name: { ja: 'ジェームズ', en: 'James Clark' }, locale: 'en' },
  );
  const answer = () => [sampleReplies.en.courses];
  demo = await startWebServer({ db: database.db, people, answer, demo: true });
  real = await startWebServer({ db: database.db, people, answer, demo: false });
});
afterAll(async () => {
  await demo.stop();
  await real.stop();
  await database.close();
});

function somebody(locale: 'ja' | 'en') {
  const found = [...people.all.values()].find(person => person.actor.locale === locale);
  if (found === undefined) throw new Error(`nobody speaks ${locale}`);
  return found.actor;
}

function cookieFor(personId: string, expires = Date.now() + 60_000): string {
  return `michi=${createSigner(testSecret, 'cookie', systemClock).sign({ person: personId, id: 'x', expires })}`;
}

interface PostOptions {
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly server?: WebServer;
}

const pageHeaders = { 'x-michi': 'page', 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };

function post(
  body: unknown,
  { cookie = cookieFor(somebody('en').personId), headers = pageHeaders, server = real }: PostOptions = {},
) {
  return fetch(`${server.url}/turns`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const text = (words: string, key: string = crypto.randomUUID()) => ({ key, content: { kind: 'text', text: words } });

describe('taking turns in', () => {
  it('a turn reaches the conversation with the verified person as its user', async () => {
    const actor = somebody('en');
    expect((await post(text('hello', 'key-of-hello'))).status).toBe(202);
    expect(real.turns.at(-1)).toEqual({
      key: `web:${actor.personId}:key-of-hello`,
      channel: 'web',
      address: actor.personId,
      scope: 'direct',
      user: { tenant: 'signed', id: actor.personId },
      content: { kind: 'text', text: 'hello' },
    });
  });

  it('the same key twice has one effect', async () => {
    const before = real.turns.length;
    const turn = text('once');
    expect([(await post(turn)).status, (await post(turn)).status]).toEqual([202, 202]);
    expect(real.turns.length).toBe(before + 1);
  });

  it('the key of one person is not the key of another', async () => {
    const turn = text('both');
    const before = real.turns.length;
    await post(turn, { cookie: cookieFor(somebody('ja').personId) });
    await post(turn, { cookie: cookieFor(somebody('en').personId) });
    expect(real.turns.length).toBe(before + 2);
  });

  it('a text of 100,000 characters is taken, also when each is escaped', async () => {
    const escaped = `{"key":"${crypto.randomUUID()}","content":{"kind":"text","text":"${'\\u9053'.repeat(100_000)}"}}`;
    expect((await post(escaped)).status).toBe(202);
    expect(real.turns.at(-1)?.content).toEqual({ kind: 'text', text: '道'.repeat(100_000) });
  });

  it.each([
    ['ja', 'メッセージが長すぎます。'],
    ['en', 'The message is too long.'],
  ] as const)(
    'one character more, and a body of any size, is refused with 413 in the language of the person (%s)',
    async (locale, words) => {
      const cookie = cookieFor(somebody(locale).personId);
      for (const length of [100_001, 3_000_000]) {
        const response = await post(text('a'.repeat(length)), { cookie });
        expect(response.status).toBe(413);
        expect(await response.json()).toMatchObject({ error: 'too-large', message: expect.stringContaining(words) });
      }
    },
  );

  it.each([
    ['not JSON', '{"key":'],
    ['no key', { content: { kind: 'text', text: 'x' } }],
    ['a foreign key', { ...text('x'), key: '../../etc' }],
    ['an unknown kind', { key: crypto.randomUUID(), content: { kind: 'shell', text: 'x' } }],
    ['a first visit that only the server may tell', { key: crypto.randomUUID(), content: { kind: 'opened' } }],
    ['something besides', { ...text('x'), user: { tenant: 'signed', id: 'per_other' } }],
  ])('%s is refused with 400 and has no effect', async (_title, body) => {
    const before = real.turns.length;
    expect((await post(body)).status).toBe(400);
    expect(real.turns.length).toBe(before);
  });

  it('NUL and half a surrogate pair arrive as what every store takes', async () => {
    const body = `{"key":"${crypto.randomUUID()}","content":{"kind":"text","text":"a\\u0000b\\ud800c"}}`;
    expect((await post(body)).status).toBe(202);
    expect(real.turns.at(-1)?.content).toEqual({ kind: 'text', text: 'ab\ufffdc' });
  });

  it.each([
    ['no header of the page', { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }],
    ['another site', { ...pageHeaders, 'sec-fetch-site': 'cross-site' }],
    ['another origin of the same site', { ...pageHeaders, 'sec-fetch-site': 'same-site' }],
    [
      'an old browser on another origin',
      { 'x-michi': 'page', 'content-type': 'application/json', origin: 'http://evil.example' },
    ],
    ['nobody knows where from', { 'x-michi': 'page', 'content-type': 'application/json' }],
  ])('a request with the cookie but from %s is refused with 403', async (_title, headers) => {
    const before = real.turns.length;
    expect((await post(text('x'), { headers })).status).toBe(403);
    expect(real.turns.length).toBe(before);
  });

  it.each([
    ['no cookie', () => 'michi='],
    ['a changed cookie', () => `${cookieFor(somebody('en').personId).slice(0, -4)}AAAA`],
    ['an expired cookie', () => cookieFor(somebody('en').personId, Date.now() - 1)],
    ['the cookie of somebody who has left', () => cookieFor(newId('person'))],
    [
      'a sign-in token for a cookie',
      () =>
        `michi=${createSigner(testSecret, 'sign-in', systemClock).sign({ person: somebody('en').personId, id: 'x', expires: Date.now() + 60_000 })}`,
    ],
  ])('%s is refused with 401', async (_title, cookie) => {
    expect((await post(text('x'), { cookie: cookie() })).status).toBe(401);
  });

  it('a script gone wild is slowed down with 429, others go on', async () => {
    const server = await startWebServer({ db: database.db, people, answer: () => [], demo: false });
    const statuses = [];
    for (let sent = 0; sent < 40; sent += 1) statuses.push((await post(text('x'), { server })).status);
    expect(statuses.filter(status => status === 429).length).toBeGreaterThan(0);
    expect((await post(text('x'), { server, cookie: cookieFor(somebody('ja').personId) })).status).toBe(202);
    await server.stop();
  });
});

describe('who may be whom', () => {
  it.each(['get', 'post'])('outside the demo the person switcher does not exist (%s)', async method => {
    const headers = {
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      cookie: cookieFor(somebody('en').personId),
    };
    const response = await fetch(`${real.url}/person`, {
      method,
      headers,
      redirect: 'manual',
      ...(method === 'post' ? { body: `person=${somebody('ja').personId}` } : {}),
    });
    expect(response.status).toBe(404);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await (await fetch(`${real.url}/`, { headers })).text()).not.toContain('class="switcher"');
  });

  it('in the demo only the people on the list can be chosen, and only from the page', async () => {
    const choose = (person: string, site: string) =>
      fetch(`${demo.url}/person`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'sec-fetch-site': site, 'content-type': 'application/x-www-form-urlencoded' },
        body: `person=${person}`,
      });
    const chosen = await choose(somebody('en').personId, 'same-origin');
    expect(chosen.status).toBe(303);
    expect(chosen.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/);
    expect((await choose(newId('person'), 'same-origin')).status).toBe(400);
    expect((await choose(somebody('en').personId, 'cross-site')).status).toBe(403);
  });

  it('without a cookie the page says how to get a link, in the language of the browser', async () => {
    for (const [language, words] of [
      ['ja', 'web-link --person &lt;会社/社員番号>'],
      ['en-GB', 'web-link --person &lt;company/number>'],
    ] as const) {
      const response = await fetch(real.url, { headers: { 'accept-language': language } });
      expect(response.status).toBe(401);
      expect(await response.text()).toContain(words);
    }
  });

  it('a sign-in link works once, after a press, and looking at it does not use it up', async () => {
    const link = createSignInLink(
      { secret: testSecret, clock: systemClock, baseUrl: real.url },
      somebody('ja').personId,
    );
    const token = new URL(link.url).searchParams.get('token') ?? '';
    const press = () =>
      fetch(`${real.url}/sign-in`, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/x-www-form-urlencoded',
          'accept-language': 'en',
        },
        body: new URLSearchParams({ token }).toString(),
      });
    expect((await fetch(link.url)).status).toBe(200);
    expect((await fetch(link.url)).status).toBe(200);
    const first = await press();
    expect([first.status, first.headers.get('location')]).toEqual([303, '/']);
    const second = await press();
    expect(second.status).toBe(403);
    expect(await second.text()).toContain('has been used already');
  });

  it('a link that is expired, changed, or names somebody who has left signs nobody in', async () => {
    const press = async (token: string) => {
      const headers = {
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
        'accept-language': 'en',
      };
      const response = await fetch(`${real.url}/sign-in`, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: new URLSearchParams({ token }).toString(),
      });
      expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
      return response.text();
    };
    const signer = createSigner(testSecret, 'sign-in', systemClock);
    const claims = { person: somebody('ja').personId, id: crypto.randomUUID(), expires: Date.now() + 60_000 };
    expect(await press(signer.sign({ ...claims, expires: Date.now() - 1 }))).toContain('expired');
    expect(await press(`${signer.sign(claims)}x`)).toContain('cut off or was changed');
    expect(await press(createSigner(testSecret, 'cookie', systemClock).sign(claims))).toContain(
      'cut off or was changed',
    );
    expect(
      await press(createSigner('another secret of forty characters, no more', 'sign-in', systemClock).sign(claims)),
    ).toContain('cut off');
    expect(await press(signer.sign({ ...claims, person: newId('person') }))).toContain('can’t use Michi');
  });
});

describe('what the browser is told', () => {
  it('every answer carries the strict policy, no sniffing, no referrer and no cache', async () => {
    for (const path of ['/', '/page/chat.css', '/nowhere', '/healthz']) {
      const { headers } = await fetch(`${demo.url}${path}`);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toMatch(/^no-(store|cache)$/);
    }
  });

  it('a host name that somebody points at this machine is refused with 421', async () => {
    const { status } = await hostRequest(demo.port, 'evil.example');
    expect(status).toBe(421);
    expect((await hostRequest(demo.port, `localhost:${demo.port}`)).status).toBe(200);
  });

  it('files outside the page’s own folder are not served', async () => {
    for (const path of ['/page/../web-adapter.ts', '/page/%2e%2e/web-adapter.ts', '/page/.env', '/web-adapter.ts']) {
      expect((await fetch(`${demo.url}${path}`)).status).toBe(404);
    }
  });
});

describe('what comes live', () => {
  it('a stream resumes behind the last event that the page saw, and an update comes as the same message', async () => {
    const actor = somebody('ja');
    const cookie = cookieFor(actor.personId);
    const first = await openEvents(`${real.url}/events?after=0`, { cookie });
    const sent = await real.adapter.channel.send(actor.personId, 'live-1', sampleReplies.ja.posting);
    const event = await first.next(one => one.data.includes('基幹システム刷新'));
    first.close();
    const ref = sent.kind === 'sent' ? sent.ref : '';
    await real.adapter.channel.send(actor.personId, 'live-2', sampleReplies.ja.courses);
    await real.adapter.channel.update(actor.personId, ref, sampleReplies.ja.table);
    const second = await openEvents(`${real.url}/events?after=0`, { cookie, 'last-event-id': event.id });
    const resumed = [await second.next(), await second.next()].map(
      one => JSON.parse(one.data) as { id: string; html: string; pageLocale: string },
    );
    second.close();
    expect(resumed[0]?.html).toContain('脅威モデリング実践');
    expect(resumed[1]).toMatchObject({
      id: ref,
      pageLocale: 'ja',
      html: expect.stringContaining('シニアとマネージャー'),
    });
  });

  it('a message that another process stored arrives too', async () => {
    const actor = somebody('ja');
    const watching = await startWebServer({ db: database.db, people, answer: () => [], demo: false, watchEveryMs: 20 });
    const events = await openEvents(`${watching.url}/events?after=0`, { cookie: cookieFor(actor.personId) });
    await real.adapter.channel.send(actor.personId, 'from-elsewhere', sampleReplies.ja.unknownRole);
    await events.next(one => one.data.includes('サイト信頼性エンジニア'));
    events.close();
    await watching.stop();
  });

  it('nobody sees the messages of another person', async () => {
    await real.adapter.channel.send(somebody('ja').personId, 'private', sampleReplies.ja.form);
    const events = await openEvents(`${real.url}/events?after=0`, { cookie: cookieFor(somebody('en').personId) });
    await real.adapter.channel.send(somebody('en').personId, 'end-of-test', sampleReplies.en.table);
    const seen: string[] = [];
    await events.next(one => {
      seen.push(one.data);
      return one.data.includes('Senior and manager differ');
    });
    events.close();
    expect(seen.join()).not.toContain('見つからない役割を人事に伝える');
  });

  it('who is not signed in is told so in the stream, because a page cannot read the status of one', async () => {
    const response = await fetch(`${real.url}/events`);
    expect([response.status, await response.text()]).toEqual([200, 'event: signed-out\ndata: {}\n\n']);
  });
});

/** fetch does not let a caller choose the Host header. */
async function hostRequest(port: number, host: string): Promise<{ readonly status: number }> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: '/', headers: { host } }, response => {
      response.resume();
      resolve({ status: response.statusCode ?? 0 });
    });
    sent.on('error', reject).end();
  });
}
