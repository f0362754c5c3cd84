import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type DeliveryWorld, type EngineName, startDeliveryWorld, type Worker } from './delivery-world.ts';
import { waitUntil } from './wait-until.ts';

interface Trial {
  readonly name: string;
  readonly engines: readonly EngineName[];
  readonly messages: number;
  /** How many may arrive twice. */
  readonly duplicates: number;
  /** How many are not meant to arrive: poison, and what is too late. */
  readonly unwanted?: number;
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
 * `npm run faults -- delivery [--cycles <n>]`: what becomes of messages when workers, Redis and the platform fail. Counted in the platform's
 * ledger, outside Michi. The Redis engine needs a server that its workers share: TEST_DATABASE_URL; without it only the embedded one is tried.
 */
export async function run(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--cycles');
  const cycles = at < 0 ? 20 : Number(args[at + 1]);
  const server = process.env.TEST_DATABASE_URL || null;
  const rows: { readonly engine: EngineName; readonly trial: Trial; readonly outcome: Outcome }[] = [];
  for (const engine of server === null ? (['embedded'] as const) : both)
    for (const trial of trialsOf(cycles).filter(({ engines }) => engines.includes(engine)))
      rows.push({ engine, trial, outcome: await tryOut(engine, server, trial) });
  console.table(rows.map(({ engine, trial, outcome }) => ({ engine, trial: trial.name, ...outcome })));
  if (server === null) console.log('Left out: the Redis engine (TEST_DATABASE_URL is not set)');
  const failed = rows.filter(({ trial, outcome }) => outcome.lost > 0 || outcome.duplicates > trial.duplicates);
  const sum = (pick: (outcome: Outcome) => number) => rows.reduce((all, { outcome }) => all + pick(outcome), 0);
  const [lost, duplicates] = [sum(outcome => outcome.lost), sum(outcome => outcome.duplicates)];
  console.log(JSON.stringify({ trials: rows.length, failed: failed.length, lost, duplicates }));
  if (failed.length > 0) process.exitCode = 1;
}

async function tryOut(engine: EngineName, server: string | null, trial: Trial): Promise<Outcome> {
  process.stderr.write(`${engine}: ${trial.name}\n`);
  const world = await startDeliveryWorld(engine, server);
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
