import type { Response } from 'express';
import type { Id } from '../../src/platform/ids/ids.ts';
import type { Log } from '../../src/platform/log/log.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import type { SignedIn } from './session.ts';
import { renderMessage } from './views/message.ts';
import type { WebMessageRepository } from './web-message.repository.ts';
import type { WebPeople } from './web-message.types.ts';

/** Half of what proxies usually allow a silent connection; the page takes three missed beats for a dead line. */
const heartbeatMs = 15_000;
const batch = 50;
/** Tabs of one person; more is a fault of a page. */
const streamsPerPerson = 20;

export interface FeedDeps {
  readonly messages: WebMessageRepository;
  readonly people: WebPeople;
  readonly clock: Clock;
  readonly log: Log;
  /** How often to look for messages that another process stored; null when there is none. */
  readonly watchEveryMs: number | null;
}

export interface Feed {
  /** Streams to this response everything that changed after `since`, and what comes, until one side closes. */
  open(response: Response, signedIn: SignedIn, since: number): void;
  /** Something changed in this person's conversation. */
  changed(personId: Id<'person'>): void;
  /** Ends every stream; pages connect again by themselves. */
  close(): void;
}

interface Stream {
  readonly personId: Id<'person'>;
  readonly expires: number;
  readonly response: Response;
  sent: number;
  running: boolean;
  again: boolean;
}

/**
 * Server-sent events. A stream never carries a message past the database: a change only says "look", and the stream sends what is newer
 * than what it sent last. So what comes live, after a gap and from another process takes one and the same way.
 */
export function createFeed(deps: FeedDeps): Feed {
  const streams = new Set<Stream>();
  const beat = setInterval(() => beatAll(streams, deps.clock), heartbeatMs).unref();
  const watch =
    deps.watchEveryMs === null ? null : setInterval(() => void lookAround(streams, deps), deps.watchEveryMs).unref();
  return {
    open(response, signedIn, since) {
      const stream = start(response, signedIn, since);
      makeRoom(streams, stream.personId);
      streams.add(stream);
      response.on('close', () => streams.delete(stream));
      void pump(stream, deps);
    },
    changed(personId) {
      for (const stream of streams) if (stream.personId === personId) void pump(stream, deps);
    },
    close() {
      clearInterval(beat);
      if (watch !== null) clearInterval(watch);
      for (const stream of streams) stream.response.end();
    },
  };
}

function start(response: Response, { person, expires }: SignedIn, since: number): Stream {
  response.set({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
  response.flushHeaders();
  response.write('retry: 1000\n\nevent: beat\ndata: {}\n\n');
  return { personId: person.actor.personId, expires, response, sent: since, running: false, again: false };
}

/** Tells a page that its sign-in is over. An ordinary answer, because a page cannot read the status of a refused stream. */
export function refuseStream(response: Response): void {
  response.set({ 'content-type': 'text/event-stream; charset=utf-8' });
  response.end('event: signed-out\ndata: {}\n\n');
}

/** The oldest stream makes room: most likely its tab is long forgotten. */
function makeRoom(streams: Set<Stream>, personId: string): void {
  const own = [...streams].filter(stream => stream.personId === personId);
  if (own.length >= streamsPerPerson) own[0]?.response.end();
}

function beatAll(streams: ReadonlySet<Stream>, clock: Clock): void {
  for (const stream of streams) {
    if (stream.expires <= clock.now().getTime()) stream.response.end('event: signed-out\ndata: {}\n\n');
    else stream.response.write('event: beat\ndata: {}\n\n');
  }
}

/** One pass at a time for each stream; a change in between asks for another. */
async function pump(stream: Stream, deps: FeedDeps): Promise<void> {
  if (stream.running) {
    stream.again = true;
    return;
  }
  stream.running = true;
  try {
    do {
      stream.again = false;
      await sendNews(stream, deps);
    } while (stream.again);
  } catch (fault) {
    // The page connects again and asks from what it has, so nothing is lost by giving this stream up.
    deps.log.error('web.stream', fault);
    stream.response.end();
  } finally {
    stream.running = false;
  }
}

async function sendNews(stream: Stream, deps: FeedDeps): Promise<void> {
  const person = await deps.people.find(stream.personId);
  if (person === null) {
    stream.response.end('event: signed-out\ndata: {}\n\n');
    return;
  }
  for (let full = true; full && !stream.response.closed; ) {
    const news = await deps.messages.changedSince(person.actor, stream.sent, batch);
    for (const message of news) {
      const data = { ...(await renderMessage(message, person.actor)), pageLocale: person.actor.locale };
      stream.response.write(`id: ${message.change}\nevent: message\ndata: ${JSON.stringify(data)}\n\n`);
      stream.sent = message.change;
    }
    full = news.length === batch;
  }
}

async function lookAround(streams: ReadonlySet<Stream>, deps: FeedDeps): Promise<void> {
  if (streams.size === 0) return;
  try {
    const latest = await deps.messages.latestChanges([...new Set([...streams].map(stream => stream.personId))]);
    for (const stream of streams) if ((latest.get(stream.personId) ?? 0) > stream.sent) void pump(stream, deps);
  } catch (fault) {
    deps.log.error('web.watch', fault);
  }
}
