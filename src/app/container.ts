import type { Home } from '../conversation/contract/home.ts';
import type { Identify } from '../conversation/contract/identity.ts';
import type { Views } from '../conversation/contract/views.ts';
import { createDispatcher, type Dispatcher } from '../conversation/runtime/dispatch.ts';
import { createHome } from '../conversation/runtime/home.ts';
import { createInboxRepository } from '../conversation/runtime/inbox.repository.ts';
import { forgetOldTurns } from '../conversation/runtime/retention.ts';
import { createRouter } from '../conversation/runtime/router.ts';
import { sessionRepository } from '../conversation/runtime/session.repository.ts';
import { createViews } from '../conversation/runtime/views.ts';
import { loadDemo } from '../demo/load-demo.ts';
import type { PeopleService } from '../domains/people/people.types.ts';
import { migrate } from '../platform/db/migrate.ts';
import type { OpenDatabase } from '../platform/db/open-database.ts';
import type { AppError } from '../platform/errors/app-error.ts';
import { createReach } from '../platform/faults/kill-points.ts';
import { createHttpServer, type HttpServer } from '../platform/http/http-server.ts';
import { createMetrics } from '../platform/http/metrics.ts';
import type { Embedder } from '../platform/language/embedder.types.ts';
import type { Log } from '../platform/log/log.ts';
import { createOutboxDesk } from '../platform/outbox/operate.repository.ts';
import type { JobSchedule } from '../platform/queue/job-schedule.ts';
import { createLocalSchedule } from '../platform/queue/local-schedule.ts';
import { createRedisSchedule } from '../platform/queue/redis-schedule.ts';
import { createSealedJson, type SealedJson } from '../platform/secrets/sealed-json.ts';
import { type Clock, systemClock } from '../platform/time/clock.ts';
import { type Areas, createAreas } from './areas.ts';
import type { Config } from './config.ts';
import { createConfiguredEmbedder } from './embedder.ts';
import { createFigures, type Figures } from './figures.ts';
import { listHomeSections } from './home-sections.ts';
import { listIntents } from './intents.ts';
import { type JobWork, listJobs } from './jobs.ts';
import { keptSentenceReader } from './kept-reader.ts';
import { createOutboxEngine } from './outbox-engine.ts';
import { createPlatforms, type Platforms } from './platforms.ts';
import { loadKeys, loadSecret, migrationsFolder, openConfiguredDatabase } from './storage.ts';
import type { Telling } from './telling.ts';

/** How long the web chat shows what was said. */
const messagesMs = 90 * 24 * 60 * 60_000;

interface ContainerDeps {
  readonly config: Config;
  readonly log: Log;
  /** The embedded database cannot go on; the process has to end. */
  readonly onFatal: (fault: AppError) => void;
  readonly clock?: Clock;
}

export interface Container extends Areas {
  readonly db: OpenDatabase;
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
    const keys = await loadKeys(config);
    const { telling, ...areas } = createAreas({ db, embedder, clock, keys });
    if (config.demo) await loadDemo({ db, embedder, log, clock, secret: () => loadSecret(config) });
    return await wire({ config, log, clock, db, embedder, sealed: createSealedJson(keys), areas, telling });
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
  readonly sealed: SealedJson;
  readonly areas: Areas;
  readonly telling: Telling;
}

const housekeeping = { kind: 'system', purpose: 'housekeeping' } as const;
const delivering = { kind: 'system', purpose: 'deliver' } as const;

async function wire(parts: Wiring): Promise<Container> {
  const { config, log, clock, db, areas, telling } = parts;
  const platforms = await createPlatforms(
    { ...parts, people: areas.people },
    {
      receive: turn => reception.take(turn),
      home: { of: (user, locale) => conversation.home.of(user, locale) },
      views: { of: (user, action) => conversation.views.of(user, action) },
    },
  );
  const all = Object.values(platforms.all);
  const metrics = createMetrics();
  const desk = createOutboxDesk(db);
  const figures = createFigures(metrics, () => desk.backlog(clock.now()));
  const conversation = await createConversation(parts, platforms, figures);
  const { dispatcher, home } = conversation;
  const reception = createReception(dispatcher);
  const schedule = createSchedule(config, log);
  const notices = telling.handler(name => platforms.all[name]?.channel);
  const outbox = createOutboxEngine({ config, log, db, clock, handlers: () => [notices] });
  const http = createHttpServer({
    routers: all.map(platform => platform.router),
    readiness: [{ name: 'database', check: () => db.ping(2_000) }],
    metrics,
    log,
  });
  const jobs = listJobs(jobWork(parts, platforms, dispatcher), figures.onJob);
  return {
    db,
    ...areas,
    dispatcher,
    home,
    web: http,
    jobs: {
      async start() {
        await schedule.start(jobs);
        await outbox.start();
      },
    },
    demo: config.demo,
    async close(graceMs) {
      dispatcher.stop();
      for (const platform of all) platform.close();
      await Promise.all([http.close(graceMs), schedule.stop(), outbox.stop()]);
      await reception.settled();
      await db.close();
    },
  };
}

function jobWork({ config, db, clock, areas }: Wiring, platforms: Platforms, dispatcher: Dispatcher): JobWork {
  const { oneonones, milestones, notifications } = areas;
  return {
    recoverTurns: recovering(dispatcher, config.databaseUrl === null),
    forgetOldTurns: () => forgetOldTurns({ database: db, clock }),
    forgetOldMessages: async () => {
      const before = new Date(clock.now().getTime() - messagesMs);
      await forgetMessages(platforms, before);
      await createOutboxDesk(db).forgetBefore(before);
    },
    renewTokens: () => Promise.resolve(platforms.slack?.installations.renewAll()),
    offerMilestones: () => milestones.planYear({ kind: 'system', purpose: 'milestones' }),
    followOrganisation: () => oneonones.reconcile(housekeeping),
    planMeetings: () => oneonones.planMeetings(housekeeping),
    countOneonones: () => oneonones.countFigures(housekeeping),
    forgetOldNotices: () => notifications.forgetOld(delivering),
  };
}

async function createConversation(
  parts: Wiring,
  platforms: Platforms,
  { onTurn }: Figures,
): Promise<{ readonly dispatcher: Dispatcher; readonly home: Home; readonly views: Views }> {
  const { config, db, embedder, clock, log, sealed, areas } = parts;
  const { people } = areas;
  const identify: Identify = user =>
    people.identify({ kind: 'system', purpose: 'identify' }, user, platforms.all[user.channel]?.directory);
  const whomToAsk = async (actor: Parameters<PeopleService['ownCompany']>[0]) => {
    const company = await people.ownCompany(actor);
    return { name: company.hrDesk, email: company.hrEmail };
  };
  const { intents, outOfScope } = listIntents({ ...areas, clock, whomToAsk });
  const reader = await keptSentenceReader({ intents, embedder, dataDir: config.dataDir, log });
  const dispatcher = createDispatcher({
    database: db,
    inbox: createInboxRepository(sealed),
    sessions: sessionRepository,
    clock,
    log,
    identify,
    router: createRouter({ intents, reader }),
    outOfScope,
    channels: channelsOf(platforms),
    reach: createReach(config.killAt),
    onTurn,
  });
  return {
    dispatcher,
    views: createViews({ identify, intents, log }),
    home: createHome({ identify, intents, sections: listHomeSections(areas), log }),
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
