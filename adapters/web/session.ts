import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { type Locale, locales } from '../../src/platform/i18n/locale.ts';
import { type Id, isId } from '../../src/platform/ids/ids.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import type { Signer } from './signed-token.ts';
import type { WebPeople, WebPerson } from './web-message.types.ts';

const cookieName = 'michi';
/** A working day and its overtime; then a new link is needed. */
const lifetimeMs = 12 * 60 * 60 * 1_000;

export interface SessionDeps {
  readonly signer: Signer;
  readonly people: WebPeople;
  readonly clock: Clock;
  /** Whether people reach the page by https, where the cookie must not travel otherwise. */
  readonly secure: boolean;
}

export interface SignedIn {
  readonly person: WebPerson;
  /** When the sign-in ends, milliseconds since 1970. */
  readonly expires: number;
}

export interface Sessions {
  /** Null without a valid cookie, or when its person is not served any more. */
  read(request: Request): Promise<SignedIn | null>;
  start(response: Response, personId: Id<'person'>): void;
}

/** Who is signed in is a signed cookie that names a person; nothing is kept on the server. */
export function createSessions({ signer, people, clock, secure }: SessionDeps): Sessions {
  return {
    async read(request) {
      const token = cookieOf(request);
      const verified = token === null ? null : signer.verify(token);
      if (verified?.kind !== 'valid' || !isId('person', verified.claims.person)) return null;
      const person = await people.find(verified.claims.person);
      return person === null ? null : { person, expires: verified.claims.expires };
    },
    start(response, personId) {
      const expires = clock.now().getTime() + lifetimeMs;
      const token = signer.sign({ person: personId, id: randomUUID(), expires });
      response.cookie(cookieName, token, { httpOnly: true, sameSite: 'strict', secure, path: '/', maxAge: lifetimeMs });
    },
  };
}

function cookieOf(request: Request): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map(pair => pair.trim());
  const found = pairs.find(pair => pair.startsWith(`${cookieName}=`));
  return found === undefined ? null : found.slice(cookieName.length + 1);
}

/** The language for somebody whom we do not know: the browser's, of the two that Michi speaks. */
export function browserLocale(request: Request): Locale {
  const wanted = request.acceptsLanguages([...locales]);
  return locales.find(locale => locale === wanted) ?? 'en';
}
