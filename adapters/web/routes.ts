import { fileURLToPath } from 'node:url';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { allowHosts, isSameOrigin } from '../../src/platform/http/security.ts';
import type { Id } from '../../src/platform/ids/ids.ts';
import type { Log } from '../../src/platform/log/log.ts';
import { faultsAsWords, refuse } from './errors.ts';
import { type Feed, refuseStream } from './feed.ts';
import { bodyLimitBytes, type InboundDeps, parseTurnRequest, takeFirstVisit, takeTurn } from './inbound.ts';
import type { RateLimit } from './rate-limit.ts';
import { browserLocale, type Sessions, type SignedIn } from './session.ts';
import type { SignInOutcome } from './sign-in.ts';
import { renderChatPage } from './views/chat-page.ts';
import { messageElement, renderMessage } from './views/message.ts';
import { renderConfirmSignIn, renderHowToSignIn, renderRefusedSignIn } from './views/sign-in-page.ts';
import type { MessagePage, WebPeople, WebPerson } from './web-message.types.ts';

const pageSize = 30;
/** How long after a turn a page that is opened still says that an answer is coming. */
const answerExpectedMs = 60_000;

export interface RouteDeps {
  readonly sessions: Sessions;
  readonly people: WebPeople;
  readonly inbound: InboundDeps;
  readonly feed: Feed;
  readonly rateLimit: RateLimit;
  readonly useLink: (token: string) => Promise<SignInOutcome>;
  readonly demo: boolean;
  readonly publicUrl: string | null;
  readonly log: Log;
}

/** The page's own routes. Everything but the page's files and signing in needs the cookie. */
export function createRoutes(deps: RouteDeps): Router {
  const { sessions } = deps;
  const router = Router();
  router.use(allowHosts(deps.publicUrl));
  router.use('/page', pageFiles());
  router.get('/', async (request, response) => showPage(request, response, deps));
  router.get('/sign-in', (request, response) => showSignIn(request, response));
  router.post('/sign-in', sameOrigin, smallForm, (request, response) => signIn(request, response, deps));
  router.post('/person', demoOnly(deps.demo), sameOrigin, smallForm, (request, response) =>
    switchPerson(request, response, deps),
  );
  router.get('/events', async (request, response) => {
    const signedIn = await sessions.read(request);
    if (signedIn === null) return refuseStream(response);
    deps.feed.open(response, signedIn, lastSeen(request));
  });
  router.get('/messages', signedInOnly(sessions), (request, response) => showEarlier(request, response, deps));
  // The order matters: who, from where and how often is known before a byte of the body is read.
  router.post(
    '/turns',
    signedInOnly(sessions),
    ownPageOnly,
    notTooOften(deps.rateLimit),
    express.json({ limit: bodyLimitBytes }),
    (request, response) => acceptTurn(request, response, deps),
  );
  router.use(faultsAsWords(response => person(response)?.actor.locale ?? 'en', deps.log));
  return router;
}

function pageFiles(): RequestHandler {
  const folder = fileURLToPath(new URL('page/', import.meta.url));
  return express.static(folder, {
    index: false,
    redirect: false,
    etag: true,
    setHeaders: response => response.setHeader('cache-control', 'no-cache'),
  });
}

const smallForm = express.urlencoded({ extended: false, limit: 8_000 });

/** Set by `signedInOnly`. */
function person(response: Response): WebPerson | null {
  // Express has no types for what a request carries; only `signedInOnly` writes it.
  return ((response.locals as { signedIn?: SignedIn }).signedIn ?? null)?.person ?? null;
}

function signedInOnly(sessions: Sessions): RequestHandler {
  return async (request, response, next) => {
    const signedIn = await sessions.read(request);
    if (signedIn === null) return refuse(response, 'signed-out', browserLocale(request));
    response.locals.signedIn = signedIn;
    next();
  };
}

const sameOrigin: RequestHandler = (request, response, next) => {
  if (isSameOrigin(request.headers)) return next();
  refuse(response, 'foreign-page', browserLocale(request));
};

/** Besides the origin a header of our own, which no form and no other origin can send without asking first. */
const ownPageOnly: RequestHandler = (request, response, next) => {
  if (isSameOrigin(request.headers) && request.headers['x-michi'] === 'page') return next();
  refuse(response, 'foreign-page', person(response)?.actor.locale ?? browserLocale(request));
};

function demoOnly(demo: boolean): RequestHandler {
  return (request, response, next) => (demo ? next() : refuse(response, 'not-here', browserLocale(request)));
}

function notTooOften(rateLimit: RateLimit): RequestHandler {
  return (request, response, next) => {
    const sender = person(response);
    if (sender !== null && rateLimit.take(sender.actor.personId)) return next();
    response.set('retry-after', '5');
    refuse(response, 'too-many', sender?.actor.locale ?? browserLocale(request));
  };
}

async function showPage(request: Request, response: Response, deps: RouteDeps): Promise<void> {
  const who = (await deps.sessions.read(request))?.person ?? (await demoVisitor(response, deps));
  if (who === null) {
    response
      .status(401)
      .type('html')
      .send(renderHowToSignIn(browserLocale(request)));
    return;
  }
  const page = await deps.inbound.messages.page(who.actor, null, pageSize);
  const isFirst = page.before === null && !page.messages.some(message => message.direction === 'out');
  if (isFirst) await takeFirstVisit(who.actor, deps.inbound);
  const messages = await Promise.all(page.messages.map(message => messageElement(message, who.actor)));
  const html = renderChatPage({
    person: who,
    messages,
    seen: Math.max(0, ...page.messages.map(message => message.change)),
    before: page.before,
    waiting: isFirst || isWaiting(page, deps),
    switchTo: deps.demo ? await deps.people.demoPeople() : null,
  });
  response.type('html').send(html);
}

/** In the demo whoever comes is the first of its people until they choose another. */
async function demoVisitor(response: Response, deps: RouteDeps): Promise<WebPerson | null> {
  if (!deps.demo) return null;
  const [first] = await deps.people.demoPeople();
  if (first === undefined) return null;
  deps.sessions.start(response, first.id);
  return deps.people.find(first.id);
}

function isWaiting({ messages }: MessagePage, { inbound }: RouteDeps): boolean {
  const last = messages.at(-1);
  return last?.direction === 'in' && inbound.clock.now().getTime() - last.at.getTime() < answerExpectedMs;
}

async function showEarlier(request: Request, response: Response, deps: RouteDeps): Promise<void> {
  const before = Number(request.query.before);
  const reader = person(response);
  if (reader === null || !Number.isSafeInteger(before))
    return refuse(response, 'not-understood', browserLocale(request));
  const page = await deps.inbound.messages.page(reader.actor, before, pageSize);
  const messages = await Promise.all(page.messages.map(message => renderMessage(message, reader.actor)));
  response.json({ messages, before: page.before });
}

/** What the browser says when it connects again goes before what the page knew when it was opened. */
function lastSeen(request: Request): number {
  const numbers = [request.headers['last-event-id'], request.query.after].map(Number).filter(Number.isSafeInteger);
  return Math.max(0, ...numbers);
}

async function acceptTurn(request: Request, response: Response, deps: RouteDeps): Promise<void> {
  const sender = person(response);
  const parsed = parseTurnRequest(request.body);
  if (sender === null || parsed.kind !== 'turn') {
    return refuse(
      response,
      parsed.kind === 'too-large' ? 'too-large' : 'not-understood',
      sender?.actor.locale ?? browserLocale(request),
    );
  }
  await takeTurn(sender.actor, parsed.turn, deps.inbound);
  response.status(202).json({});
}

function fieldOf(request: Request, name: string): string {
  // The parser of forms leaves an object, or nothing when the sender claimed another type.
  const value: unknown = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

async function switchPerson(request: Request, response: Response, deps: RouteDeps): Promise<void> {
  const wanted = fieldOf(request, 'person');
  const offered = (await deps.people.demoPeople()).find(one => one.id === wanted);
  if (offered === undefined) return refuse(response, 'not-understood', browserLocale(request));
  goHome(response, deps.sessions, offered.id);
}

function showSignIn(request: Request, response: Response): void {
  const token = request.query.token;
  const locale = browserLocale(request);
  if (typeof token !== 'string' || token === '')
    response.status(400).type('html').send(renderRefusedSignIn(locale, 'broken'));
  else response.type('html').send(renderConfirmSignIn(locale, token));
}

async function signIn(request: Request, response: Response, deps: RouteDeps): Promise<void> {
  const outcome = await deps.useLink(fieldOf(request, 'token'));
  const locale = browserLocale(request);
  if (outcome.kind !== 'signed-in') {
    response.status(403).type('html').send(renderRefusedSignIn(locale, outcome.kind));
  } else if ((await deps.people.find(outcome.personId)) === null) {
    response.status(403).type('html').send(renderRefusedSignIn(locale, 'unknown'));
  } else {
    goHome(response, deps.sessions, outcome.personId);
  }
}

function goHome(response: Response, sessions: Sessions, personId: Id<'person'>): void {
  sessions.start(response, personId);
  response.redirect(303, '/');
}
