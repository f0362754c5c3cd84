import { createWebAdapter, type WebAdapter } from '../../adapters/web/web-adapter.ts';
import type { WebPeople, WebPerson } from '../../adapters/web/web-message.types.ts';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import type { IncomingTurn } from '../../src/conversation/contract/turn.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { createHttpServer } from '../../src/platform/http/http-server.ts';
import { createMetrics } from '../../src/platform/http/metrics.ts';
import type { Bilingual, Locale } from '../../src/platform/i18n/locale.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { type Clock, systemClock } from '../../src/platform/time/clock.ts';
import { anEmployee } from './database.ts';
import { testSealed } from './sealed.ts';

export const testSecret = 'a secret of tests that has forty characters';

/** People whom a test can change: somebody who leaves, somebody who switches language. */
export interface TestPeople extends WebPeople {
  readonly all: Map<string, WebPerson>;
  setLocale(personId: string, locale: Locale): void;
}

export function testPeople(...names: readonly { readonly name: Bilingual; readonly locale: Locale }[]): TestPeople {
  const all = new Map<string, WebPerson>(
    names.map(({ name, locale }) => {
      const actor = anEmployee({ locale });
      return [actor.personId, { actor, name }];
    }),
  );
  return {
    all,
    find: async id => all.get(id) ?? null,
    knows: async id => all.has(id),
    demoPeople: async () =>
      [...all.values()].map(({ actor, name }) => ({
        id: actor.personId,
        name,
        label: { ja: '営業部・マネージャー', en: 'Sales, manager' },
      })),
    setLocale(personId, locale) {
      const person = all.get(personId);
      if (person !== undefined) all.set(personId, { ...person, actor: { ...person.actor, locale } });
    },
  };
}

export interface WebServerOptions {
  readonly db: Database;
  readonly people: TestPeople;
  /** Stands for the conversation: what is answered to a turn, or nothing. */
  readonly answer: (turn: IncomingTurn) => Promise<readonly Reply[]> | readonly Reply[];
  readonly demo?: boolean;
  readonly clock?: Clock;
  readonly port?: number;
  /** Turns that were taken in before, so that a server that starts again knows them as the inbox would. */
  readonly turns?: IncomingTurn[];
  readonly watchEveryMs?: number;
}

export interface WebServer {
  readonly url: string;
  readonly port: number;
  readonly adapter: WebAdapter;
  /** Every turn that had an effect, in order. */
  readonly turns: readonly IncomingTurn[];
  stop(): Promise<void>;
}

/** The web chat on a real port of loopback, with a conversation of the test's own behind it that takes every key once, as the inbox does. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const turns = options.turns ?? [];
  const log = createLog('error');
  const adapter = createWebAdapter({
    db: options.db,
    sealed: testSealed,
    people: options.people,
    demo: options.demo ?? true,
    clock: options.clock ?? systemClock,
    log,
    secret: testSecret,
    publicUrl: null,
    watchEveryMs: options.watchEveryMs ?? null,
    async receive(turn) {
      if (turns.some(known => known.key === turn.key)) return { kind: 'duplicate' };
      turns.push(turn);
      void answer(turn);
      return { kind: 'accepted' };
    },
  });
  async function answer(turn: IncomingTurn): Promise<void> {
    for (const [index, reply] of (await options.answer(turn)).entries())
      await adapter.channel.send(turn.address, `${turn.key}#${index}`, reply);
  }
  const metrics = createMetrics();
  const http = createHttpServer({
    routers: [adapter.router],
    readiness: [{ name: 'database', check: () => options.db.ping(1_000) }],
    metrics,
    log,
  });
  const { url, port } = await http.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  return {
    url,
    port,
    adapter,
    turns,
    async stop() {
      adapter.close();
      await http.close(2_000);
    },
  };
}
