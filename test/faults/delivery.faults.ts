import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type DeliveryWorld,
  type EngineName,
  startDeliveryWorld,
  type TrialServer,
  type Worker,
} from './delivery-world.ts';
import { startOwnPostgres } from './own-postgres.ts';
import { waitUntil } from './wait-until.ts';

interface Trial {
  readonly name: string;
  readonly engines: readonly EngineName[];
  readonly messages: number;
  /** How many may arrive twice. */
  readonly duplicates: number;
  /** How many are not meant to arrive: poison, and what is too late. */
  readonly unwanted?: number;
  readonly keepsRedis?: true;
  /** Only with a server of the trials' own. */
  readonly strikesServer?: true;
  act(world: DeliveryWorld, prefix: string, messages: number): Promise<void>;
}

const both: readonly EngineName[] = ['embedded', 'redis'];
const patienceMs = 120_000;

/** Puts, lets the worker die there, starts another. */
const killedAt = (point: string): Trial => ({
  name: `kill -9 at ${point}`,
  engines: both,
  messages: 40,
  duplicates: 0,
  async act(world, prefix, messages) {
    const worker = await world.start(`${point}:5`);
    await world.put(worker, prefix, messages);
    await worker.ended;
    await world.start();
  },
});

async function killed(worker: Worker, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  worker.child.kill(signal);
  await worker.ended;
}

const started =
  (work: (world: DeliveryWorld, worker: Worker, prefix: string, messages: number) => Promise<void>): Trial['act'] =>
  async (world, prefix, messages) => {
    const worker = await world.start();
    await work(world, worker, prefix, messages);
  };

function trialsOf(cycles: number): readonly Trial[] {
  return [
    killedAt('outbox-claimed'),
    killedAt('outbox-delivered'),
    {
      name: `${cycles} random kills`,
      engines: both,
      messages: cycles * 40,
      duplicates: 0,
      async act(world, prefix, messages) {
        let worker = await world.start();
        await world.put(worker, prefix, messages);
        for (let cycle = 0; cycle < cycles; cycle++) {
          await pause(randomInt(50, 400));
          await killed(worker);
          worker = await world.start();
        }
      },
    },
    {
      name: 'SIGSTOP past the lease',
      engines: ['redis'],
      messages: 100,
      // Whatever it held in its hands when it stopped.
      duplicates: 50,
      act: started(async (world, worker, prefix, messages) => {
        await world.put(worker, prefix, messages);
        await pause(150);
        worker.child.kill('SIGSTOP');
        await world.start();
        await pause(12_000);
        worker.child.kill('SIGCONT');
      }),
    },
    {
      name: 'two schedulers',
      engines: ['redis'],
      messages: 400,
      duplicates: 0,
      act: started(async (world, worker, prefix, messages) => {
        await world.start();
        await world.put(worker, prefix, messages);
      }),
    },
    {
      name: 'FLUSHALL with 1,000 waiting',
      engines: ['redis'],
      messages: 1_000,
      duplicates: 0,
      act: started(async (world, worker, prefix, messages) => {
        await world.put(worker, prefix, messages);
        await pause(600);
        await world.redis?.ask('FLUSHALL');
      }),
    },
    {
      name: 'Redis kill -9 with everything on disk',
      engines: ['redis'],
      messages: 400,
      duplicates: 0,
      keepsRedis: true,
      act: started(async (world, worker, prefix, messages) => {
        await world.put(worker, prefix, messages);
        await pause(300);
        await world.redis?.kill();
        await pause(1_000);
        await world.redis?.restart();
      }),
    },
    {
      name: 'Redis away for two minutes',
      engines: ['redis'],
      messages: 1_000,
      duplicates: 0,
      act: started(async (world, worker, prefix, messages) => {
        await world.put(worker, prefix, messages);
        await pause(300);
        await world.redis?.kill();
        await pause(120_000);
        await world.redis?.restart();
      }),
    },
    {
      name: 'PostgreSQL crashes and recovers',
      engines: ['redis'],
      messages: 400,
      duplicates: 0,
      strikesServer: true,
      act: started(async (world, worker, prefix, messages) => {
        await world.put(worker, prefix, messages);
        await pause(400);
        await world.restartDatabase();
      }),
    },
    {
      name: 'Redis kill -9 without persistence, away for 20 s',
      engines: ['redis'],
      messages: 400,
      duplicates: 0,
      act: started(async (world, worker, prefix, messages) => {
        await world.put(worker, prefix, messages);
        await pause(300);
        await world.redis?.kill();
        await pause(20_000);
        await world.redis?.restart();
      }),
    },
    {
      name: '429 on one tenant',
      engines: both,
      messages: 200,
      duplicates: 0,
      act: started(async (world, worker, prefix, messages) => {
        await world.script('limited', 5, 'trial:0');
        await world.put(worker, prefix, messages);
      }),
    },
    {
      name: '5xx after the effect',
      engines: both,
      messages: 60,
      duplicates: 0,
      act: started(async (world, worker, prefix, messages) => {
        await world.script('error-after-effect', 20);
        await world.put(worker, prefix, messages);
      }),
    },
    {
      name: 'an outage during which half of it becomes too late',
      engines: both,
      messages: 60,
      duplicates: 0,
      unwanted: 30,
      act: started(async (world, worker, prefix, messages) => {
        await world.script('down');
        await world.put(worker, `${prefix}-late`, messages / 2, { notAfterMs: 2_000 });
        await world.put(worker, `${prefix}-good`, messages / 2);
        await pause(4_000);
        await world.script('good');
      }),
    },
    {
      name: 'a poison job among others',
      engines: both,
      messages: 61,
      duplicates: 0,
      unwanted: 1,
      act: started(async (world, worker, prefix, messages) => {
        await world.put(worker, `poison-${prefix}`, 1);
        await world.put(worker, prefix, messages - 1);
      }),
    },
  ];
}

interface Outcome {
  readonly arrived: number;
  readonly lost: number;
  readonly duplicates: number;
  readonly seconds: number;
}

/**
 * `npm run faults -- delivery [--cycles <n>] [--only <part of a name>]`: what becomes of messages when workers, Redis and the platform fail. Counted in the platform's
 * ledger, outside Michi. The Redis engine's workers share a PostgreSQL server: one of the trials' own where this machine has PostgreSQL with
 * pgvector, else TEST_DATABASE_URL's, which is never restarted. What could not be tried is named and counts as failed.
 */
export async function run(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--cycles');
  const cycles = at < 0 ? 20 : Number(args[at + 1]);
  const own = await startOwnPostgres();
  const server = own ?? (process.env.TEST_DATABASE_URL ? { url: process.env.TEST_DATABASE_URL } : null);
  const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '') : '';
  const all = both.flatMap(engine =>
    trialsOf(cycles)
      .filter(({ engines, name }) => engines.includes(engine) && name.includes(only))
      .map(trial => ({ engine, trial })),
  );
  const [left, possible] = parted(all, ({ engine, trial }) => isPossible(engine, trial, server));
  try {
    report(await tryAll(possible, server), left);
  } finally {
    await own?.stop();
  }
}

interface Planned {
  readonly engine: EngineName;
  readonly trial: Trial;
}
type Row = Planned & { readonly outcome: Outcome };

function isPossible(engine: EngineName, { strikesServer }: Trial, server: TrialServer | null): boolean {
  if (engine === 'embedded') return true;
  return server !== null && (strikesServer !== true || server.crashAndRestart !== undefined);
}

/** Those for which it does not hold, and those for which it does. */
function parted<Item>(items: readonly Item[], holds: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [items.filter(item => !holds(item)), items.filter(holds)];
}

async function tryAll(planned: readonly Planned[], server: TrialServer | null): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { engine, trial } of planned) rows.push({ engine, trial, outcome: await tryOut(engine, server, trial) });
  return rows;
}

function report(rows: readonly Row[], left: readonly Planned[]): void {
  console.table(rows.map(({ engine, trial, outcome }) => ({ engine, trial: trial.name, ...outcome })));
  for (const { engine, trial } of left) console.log(`Left out, there is no server for it: ${engine}, ${trial.name}`);
  const failed = rows.filter(({ trial, outcome }) => outcome.lost > 0 || outcome.duplicates > trial.duplicates);
  const sum = (pick: (outcome: Outcome) => number) => rows.reduce((all, { outcome }) => all + pick(outcome), 0);
  const [lost, duplicates] = [sum(outcome => outcome.lost), sum(outcome => outcome.duplicates)];
  console.log(JSON.stringify({ trials: rows.length, failed: failed.length, left_out: left.length, lost, duplicates }));
  if (failed.length + left.length > 0) process.exitCode = 1;
}

async function tryOut(engine: EngineName, server: TrialServer | null, trial: Trial): Promise<Outcome> {
  process.stderr.write(`${engine}: ${trial.name}\n`);
  const world = await startDeliveryWorld({ engine, server, keepsRedis: trial.keepsRedis === true });
  try {
    await trial.act(world, 'm', trial.messages);
    const faultOver = performance.now();
    const wanted = trial.messages - (trial.unwanted ?? 0);
    await waitUntil(async () => ((await world.arrived('m')).size >= wanted ? true : null), patienceMs);
    const seconds = Math.round((performance.now() - faultOver) / 100) / 10;
    // Nothing more may come.
    await pause(1_500);
    const counts = [...(await world.arrived('m')).values()];
    const total = counts.reduce((all, count) => all + count, 0);
    return { arrived: counts.length, lost: wanted - counts.length, duplicates: total - counts.length, seconds };
  } finally {
    await world.end();
  }
}
