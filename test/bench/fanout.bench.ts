import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { limitsPerSecond } from '../../src/app/outbox-engine.ts';
import { createTrialDatabase, dropTrialDatabase } from '../faults/trial-database.ts';
import { waitUntil } from '../faults/wait-until.ts';
import { startRedis } from '../support/redis.ts';
import { type StandIn, startStandIn } from '../support/stand-in/stand-in.ts';
import {
  approvedNudge,
  fanoutEnvironment,
  openProduct,
  populate,
  shiftedClock,
  toWednesdayMs,
} from './fanout-world.ts';

const tenants = 20;
const workers = 2;
const patienceMs = 15 * 60_000;
const limit = limitsPerSecond.slack;

/**
 * `npm run bench -- fanout [--messages 10000] [--server <url> | --embedded]`: HR's reminder to everybody of a division, in 20 workspaces of
 * Slack that take 5 posts a second each and say 429 beyond it. From the start until the last message is on somebody's screen, as the
 * platform's ledger has it; `minimum_s` is what the limit makes it take. On Redis with two workers (the server is TEST_DATABASE_URL's by
 * default), or embedded in one process.
 */
export async function run(args: readonly string[]): Promise<void> {
  const argument = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const server = args.includes('--embedded') ? undefined : (argument('--server') ?? process.env.TEST_DATABASE_URL);
  const messages = Number(argument('--messages') ?? 10_000);
  const slack = await startStandIn(new URL('../support/stand-in/slack-stand-in.ts', import.meta.url));
  try {
    await slack.control('limit', { perSecond: limit });
    const took = server === undefined ? await embedded(slack, messages) : await onRedis(slack, messages, server);
    await report(slack, messages, took, server === undefined ? 'embedded' : 'redis');
  } finally {
    await slack.stop();
  }
}

interface Took {
  readonly seconds: number;
  /** The most that a process which sends has held in memory. */
  readonly rssMb: number;
}

async function report(slack: StandIn, messages: number, { seconds, rssMb }: Took, engine: string): Promise<void> {
  const minimum = messages / tenants / limit;
  const limited = (await slack.effects('limited')).length;
  const people = new Set((await slack.effects('posted')).map(({ channel }) => channel)).size;
  console.log(
    JSON.stringify({
      ...{ engine, messages, people, tenants, limit_per_s: limit },
      ...{ seconds: rounded(seconds), minimum_s: minimum, ratio: rounded(seconds / minimum) },
      ...{ rate_429: limited / messages, rss_mb: Math.round(rssMb) },
    }),
  );
  if (people !== messages) process.exitCode = 1;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

async function embedded(slack: StandIn, messages: number): Promise<Took> {
  const environment = await fanoutEnvironment(slack, tenants, null);
  const container = await openProduct(environment, shiftedClock(toWednesdayMs()));
  try {
    await populate(container, slack, messages, tenants);
    const start = await approvedNudge(container);
    await container.jobs.start();
    const seconds = await watch(slack, messages, start);
    return { seconds, rssMb: await peakMb(process.pid) };
  } finally {
    await container.close(5_000);
    await rm(environment.MICHI_DATA_DIR ?? '', { recursive: true, force: true });
  }
}

async function onRedis(slack: StandIn, messages: number, server: string): Promise<Took> {
  const redis = await startRedis();
  const database = await createTrialDatabase(server);
  const environment = await fanoutEnvironment(slack, tenants, { database, redis: redis.url });
  const shiftMs = toWednesdayMs();
  const container = await openProduct(environment, shiftedClock(shiftMs));
  const running: ChildProcess[] = [];
  try {
    await populate(container, slack, messages, tenants);
    const start = await approvedNudge(container);
    for (let worker = 0; worker < workers; worker++) running.push(await startWorker(environment, shiftMs));
    const seconds = await watch(slack, messages, start);
    const peaks = await Promise.all(running.map(({ pid }) => peakMb(pid)));
    return { seconds, rssMb: Math.max(...peaks) };
  } finally {
    for (const worker of running) worker.kill('SIGKILL');
    await container.close(5_000);
    await redis.close();
    await dropTrialDatabase(server, database);
    await rm(environment.MICHI_DATA_DIR ?? '', { recursive: true, force: true });
  }
}

async function startWorker(env: NodeJS.ProcessEnv, shiftMs: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['test/bench/fanout-worker.ts', String(shiftMs)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(createInterface({ input: child.stdout }), 'line');
  return child;
}

/** Seconds from the start to the last message. */
async function watch(slack: StandIn, messages: number, start: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await start();
  let last = 0;
  await waitUntil(
    async () => {
      const posts = Number(await slack.control('count-posts'));
      if (posts !== last) process.stderr.write(`\r${posts} of ${messages} `);
      last = posts;
      return posts >= messages ? true : null;
    },
    patienceMs,
    200,
  );
  process.stderr.write('\n');
  return (performance.now() - begun) / 1_000;
}

/** The most resident memory that a process has had, out of Linux' process table. */
async function peakMb(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
}
