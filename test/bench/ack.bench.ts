import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { processCpuMs } from '../faults/process-cpu.ts';
import { accounts, startTrialProduct, type TrialProduct } from '../faults/trial-product.ts';
import { percentile } from './percentile.ts';

const [perSecond, seconds] = [200, 60] as const;
const burst = { events: 2_000, perSecond: 1_000 } as const;

interface Sending {
  readonly url: string;
  readonly events: number;
  readonly perSecond: number;
}

/**
 * `npm run bench -- ack [--server <url>]`: how long Slack waits for its acknowledgement while Michi is busy with answers, 200 signed events a
 * second for a minute; then a burst, none of which may be lost. The sender is a thread of this process, Michi and Slack are processes of
 * their own, all on this machine. Bolt alone acknowledges the same events for comparison.
 */
export async function run(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--server');
  const product = await startTrialProduct(at < 0 ? process.env.TEST_DATABASE_URL : args[at + 1]);
  try {
    const url = `${product.url()}/slack/events`;
    const before = await product.cpuMs();
    const steady = await send({ url, events: perSecond * seconds, perSecond });
    const cpu = (await product.cpuMs()) - before;
    const rush = await send({ url, ...burst });
    const kept = await countKept(product);
    const alone = await boltAlone();
    console.log(`burst of ${burst.events}: ${JSON.stringify(figures(rush.acknowledgedMs))}`);
    const acknowledged = steady.acknowledgedMs.length + rush.acknowledgedMs.length;
    console.log(`in the inbox afterwards: ${kept} of ${acknowledged}`);
    console.log(
      JSON.stringify({
        events: steady.acknowledgedMs.length,
        rate_per_s: Math.round(steady.acknowledgedMs.length / steady.seconds),
        ...figures(steady.acknowledgedMs),
        cpu_ms_per_event: rounded(cpu / steady.acknowledgedMs.length),
        bolt_alone_cpu_ms_per_event: rounded(alone),
      }),
    );
    if (kept !== acknowledged) process.exitCode = 1;
  } finally {
    await product.end();
  }
}

function figures(acknowledgedMs: readonly number[]) {
  return {
    p50_ms: rounded(percentile(acknowledgedMs, 0.5)),
    p99_ms: rounded(percentile(acknowledgedMs, 0.99)),
    max_ms: rounded(Math.max(...acknowledgedMs)),
    // What was not acknowledged at all was not acknowledged in time.
    over_3s: acknowledgedMs.filter(ms => ms < 0 || ms > 3_000).length,
  };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

const resultSchema = z.object({ acknowledgedMs: z.array(z.number()), seconds: z.number() });

async function send(sending: Sending): Promise<z.infer<typeof resultSchema>> {
  process.stderr.write(`${sending.events} events, ${sending.perSecond} a second\n`);
  const users = accounts.map(({ id }) => id);
  const thread = new Worker(new URL('./signed-sender.ts', import.meta.url), { workerData: { ...sending, users } });
  const [result] = await once(thread, 'message');
  return resultSchema.parse(result);
}

async function countKept(product: TrialProduct): Promise<number> {
  const [row] = await product.ask<{ count: number }>(
    "select count(*)::int as count from inbox where channel = 'slack'",
  );
  return row?.count ?? 0;
}

/** Processor time of Bolt for one event, at the same rate for a sixth of the time. */
async function boltAlone(): Promise<number> {
  const child = spawn(process.execPath, ['test/bench/bolt-alone.ts'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [url] = await once(createInterface({ input: child.stdout }), 'line');
    const before = await processCpuMs(child.pid);
    const { acknowledgedMs } = await send({ url: String(url), events: (perSecond * seconds) / 6, perSecond });
    return ((await processCpuMs(child.pid)) - before) / acknowledgedMs.length;
  } finally {
    child.kill('SIGKILL');
  }
}
