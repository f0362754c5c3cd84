import type { Home } from '../conversation/contract/home.ts';
import type { Identify } from '../conversation/contract/identity.ts';
import { createDispatcher, type Dispatcher } from '../conversation/runtime/dispatch.ts';
import { createHome } from '../conversation/runtime/home.ts';
import { inboxRepository } from '../conversation/runtime/inbox.repository.ts';
import { forgetOldTurns } from '../conversation/runtime/retention.ts';
import { createRouter } from '../conversation/runtime/router.ts';
import { trainSentenceReader } from '../conversation/runtime/sentence-reader.ts';
import { sessionRepository } from '../conversation/runtime/session.repository.ts';
import { loadDemo } from '../demo/load-demo.ts';
import { createCatalogueService } from '../domains/catalogue/catalogue.service.ts';
import type { CatalogueService } from '../domains/catalogue/catalogue.types.ts';
import type { NotificationsService } from '../domains/notifications/notifications.types.ts';
import type { NudgesService } from '../domains/notifications/nudges.types.ts';
import { createPeopleService } from '../domains/people/people.service.ts';
import type { PeopleService } from '../domains/people/people.types.ts';
import { migrate } from '../platform/db/migrate.ts';
import type { OpenDatabase } from '../platform/db/open-database.ts';
import type { AppError } from '../platform/errors/app-error.ts';
import { createReach } from '../platform/faults/kill-points.ts';
import { createHttpServer, type HttpServer } from '../platform/http/http-server.ts';
import { createMetrics } from '../platform/http/metrics.ts';
import type { Embedder } from '../platform/language/embedder.types.ts';
import type { Log } from '../platform/log/log.ts';
import { createOutbox } from '../platform/outbox/outbox.ts';
import type { JobSchedule } from '../platform/queue/job-schedule.ts';
import { createLocalSchedule } from '../platform/queue/local-schedule.ts';
import { createRedisSchedule } from '../platform/queue/redis-schedule.ts';
import { type Clock, systemClock } from '../platform/time/clock.ts';
import type { Config } from './config.ts';
import { createConfiguredEmbedder } from './embedder.ts';
import { listHomeSections } from './home-sections.ts';
import { listIntents } from './intents.ts';
import { listJobs } from './jobs.ts';
import { listNoticeKinds } from './notice-kinds.ts';
import { createPlatforms, type Platforms } from './platforms.ts';
import { migrationsFolder, openConfiguredDatabase } from './storage.ts';
import { createTelling } from './telling.ts';

/** How long the web chat shows what was said. */
const messagesMs = 90 * 24 * 60 * 60_000;

interface ContainerDeps {
  readonly config: Config;
  readonly log: Log;
  /** The embedded database cannot go on; the process has to end. */
  readonly onFatal: (fault: AppError) => void;
  readonly clock?: Clock;
}

export interface Container {
  readonly db: OpenDatabase;
  readonly catalogue: CatalogueService;
  readonly people: PeopleService;
  readonly notifications: NotificationsService;
  readonly dispatcher: Dispatcher;
  readonly home: Home;
  readonly web: HttpServer;
  readonly jobs: { start(): Promise<void> };
  readonly demo: boolean;
  /** Ends streams, requests and jobs, then the database. */
  close(graceMs: number): Promise<void>;
}

/** Wires every part by hand: the only place that knows all of them. Nothing listens or runs by itself yet when it returns. */
export async function createContainer({
  config,
  log,
  onFatal,
  clock = systemClock,
}: ContainerDeps): Promise<Container> {
  const db = await openConfiguredDatabase(config, onFatal);
  try {
    await migrate(db, migrationsFolder);
    const embedder = createConfiguredEmbedder(config);
    const areas = createAreas(db, embedder, clock);
    if (config.demo) await loadDemo({ db, embedder, log });
    return await wire({ config, log, clock, db, embedder, ...areas });
  } catch (fault) {
    await db.close();
    throw fault;
  }
}

interface Wiring {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly db: OpenDatabase;
  readonly embedder: Embedder;
  readonly catalogue: CatalogueService;
  readonly people: PeopleService;
  readonly notifications: NotificationsService;
  readonly nudges: NudgesService;
}

function createAreas(db: OpenDatabase, embedder: Embedder, clock: Clock) {
  const people = createPeopleService({ db, clock });
  const { notifications, nudges } = createTelling({
    db,
    clock,
    outbox: createOutbox(),
    kinds: listNoticeKinds,
    people,
  });
  return { catalogue: createCatalogueService({ db, embedder, clock }), people, notifications, nudges };
}

async function wire(parts: Wiring): Promise<Container> {
  const { config, log, clock, db, catalogue, people, notifications } = parts;
  const platforms = await createPlatforms(parts, {
    receive: turn => reception.take(turn),
    home: { of: (user, locale) => conversation.home.of(user, locale) },
  });
  const all = Object.values(platforms.all);
  const conversation = await createConversation(parts, platforms);
  const { dispatcher, home } = conversation;
  const reception = createReception(dispatcher);
  const schedule = createSchedule(config, log);
  const http = createHttpServer({
    routers: all.map(platform => platform.router),
    readiness: [{ name: 'database', check: () => db.ping(2_000) }],
    metrics: createMetrics(),
    log,
  });
  const jobs = listJobs({
    recoverTurns: recovering(dispatcher, config.databaseUrl === null),
    forgetOldTurns: () => forgetOldTurns({ database: db, clock }),
    forgetOldMessages: () => forgetMessages(platforms, new Date(clock.now().getTime() - messagesMs)),
    renewTokens: () => Promise.resolve(platforms.slack?.installations.renewAll()),
  });
  return {
    db,
    catalogue,
    people,
    notifications,
    dispatcher,
    home,
    web: http,
    jobs: { start: () => schedule.start(jobs) },
    demo: config.demo,
    async close(graceMs) {
      dispatcher.stop();
      for (const platform of all) platform.close();
      await Promise.all([http.close(graceMs), schedule.stop()]);
      await reception.settled();
      await db.close();
    },
  };
}

async function createConversation(
  parts: Wiring,
  platforms: Platforms,
): Promise<{ readonly dispatcher: Dispatcher; readonly home: Home }> {
  const { config, db, embedder, clock, log, catalogue, people, notifications, nudges } = parts;
  const identify: Identify = user =>
    people.identify({ kind: 'system', purpose: 'identify' }, user, platforms.all[user.channel]?.directory);
  const whomToAsk = async (actor: Parameters<PeopleService['ownCompany']>[0]) => {
    const company = await people.ownCompany(actor);
    return { name: company.hrDesk, email: company.hrEmail };
  };
  const { intents, outOfScope } = listIntents({ catalogue, people, notifications, nudges, clock, whomToAsk });
  const reader = await trainSentenceReader({ intents, embedder });
  const dispatcher = createDispatcher({
    database: db,
    inbox: inboxRepository,
    sessions: sessionRepository,
    clock,
    log,
    identify,
    router: createRouter({ intents, reader }),
    outOfScope,
    channels: channelsOf(platforms),
    reach: createReach(config.killAt),
  });
  return {
    dispatcher,
    home: createHome({ identify, intents, sections: listHomeSections({ catalogue, people, notifications }), log }),
  };
}

async function forgetMessages({ web, slack }: Platforms, before: Date): Promise<void> {
  await web.deleteBefore(before);
  await slack?.deleteBefore(before);
}

function channelsOf({ all }: Platforms): Parameters<typeof createDispatcher>[0]['channels'] {
  return Object.fromEntries(Object.entries(all).map(([name, { channel }]) => [name, channel]));
}

/** A turn is acknowledged as soon as it is committed; the answer is worked out behind it and arrives by the channel. */
function createReception(dispatcher: Dispatcher) {
  const atHand = new Set<Promise<void>>();
  return {
    async take(turn: Parameters<Dispatcher['receive']>[0]) {
      const received = await dispatcher.receive(turn);
      if (received.kind === 'duplicate') return received;
      const handling = dispatcher.handle(turn);
      atHand.add(handling);
      void handling.finally(() => atHand.delete(handling));
      return received;
    },
    settled: () => Promise.all(atHand),
  };
}

/** A database in the process has no other one that could be at work on what is open at the start. */
function recovering(dispatcher: Dispatcher, isOnlyProcess: boolean): () => Promise<number> {
  let isStart = isOnlyProcess;
  return () => {
    if (!isStart) return dispatcher.recover();
    isStart = false;
    return dispatcher.recoverAll();
  };
}

function createSchedule(config: Config, log: Log): JobSchedule {
  const onFault = (job: string, fault: unknown) => log.error('job.failed', fault, { job });
  return config.redisUrl === null
    ? createLocalSchedule({ onFault })
    : createRedisSchedule({ url: config.redisUrl, onFault });
}
