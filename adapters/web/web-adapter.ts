import type { Router } from 'express';
import type { ChannelPort } from '../../src/conversation/contract/channel.ts';
import type { IncomingTurn } from '../../src/conversation/contract/turn.ts';
import type { Database } from '../../src/platform/db/database.ts';
import type { Id } from '../../src/platform/ids/ids.ts';
import type { Log } from '../../src/platform/log/log.ts';
import type { SealedJson } from '../../src/platform/secrets/sealed-json.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import { createWebChannel } from './deliver.ts';
import { createFeed } from './feed.ts';
import { createRateLimit } from './rate-limit.ts';
import { createRoutes } from './routes.ts';
import { createSessions } from './session.ts';
import { createSignInRepository } from './sign-in.repository.ts';
import { useSignInLink } from './sign-in.ts';
import { createSigner } from './signed-token.ts';
import { createWebMessageRepository } from './web-message.repository.ts';
import type { WebPeople } from './web-message.types.ts';

export interface WebAdapterDeps {
  /** Encrypts what is said. */
  readonly sealed: SealedJson;
  /** Takes a turn in; the answer comes later through the channel. */
  receive(turn: IncomingTurn): Promise<{ readonly kind: 'accepted' | 'duplicate' }>;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** At least 32 characters; the keys of cookies and sign-in links are derived from it. */
  readonly secret: string;
  readonly people: WebPeople;
  /** Whether visitors may choose whom they are. */
  readonly demo: boolean;
  /** Where people reach the page if it is not loopback; with https the cookie is for https only. */
  readonly publicUrl: string | null;
  /** How often to look for messages that other processes stored, in milliseconds; null when this process is the only one. */
  readonly watchEveryMs: number | null;
}

export interface WebAdapter {
  readonly router: Router;
  readonly channel: ChannelPort;
  /** Retention: deletes messages older than that instant and used-up sign-in links; returns how many messages went. */
  deleteBefore(instant: Date): Promise<number>;
  /** Erasure: deletes one person's conversation. */
  forget(personId: Id<'person'>): Promise<void>;
  /** Ends the open streams, so that the server can close. */
  close(): void;
}

export function createWebAdapter(deps: WebAdapterDeps): WebAdapter {
  const { clock, people, log, secret, publicUrl, demo } = deps;
  const messages = createWebMessageRepository(deps.db, deps.sealed);
  const used = createSignInRepository(deps.db);
  const feed = createFeed({ messages, people, clock, log, watchEveryMs: deps.watchEveryMs });
  const linkSigner = createSigner(secret, 'sign-in', clock);
  const secure = publicUrl?.startsWith('https:') === true;
  const router = createRoutes({
    sessions: createSessions({ signer: createSigner(secret, 'cookie', clock), people, clock, secure }),
    people,
    inbound: { receive: turn => deps.receive(turn), messages, feed, clock },
    feed,
    rateLimit: createRateLimit(clock),
    useLink: token => useSignInLink(token, linkSigner, used),
    demo,
    publicUrl,
    log,
  });
  return {
    router,
    channel: createWebChannel({ messages, people, feed, clock }),
    async deleteBefore(instant) {
      await used.deleteExpired(clock.now());
      return messages.deleteBefore(instant);
    },
    forget: personId => messages.deleteOf(personId),
    close: () => feed.close(),
  };
}
