import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { startRedis, type TestRedis } from '../support/redis.ts';
import type { OwnPostgres } from './own-postgres.ts';
import { createTrialDatabase, dropTrialDatabase } from './trial-database.ts';

export type EngineName = 'embedded' | 'redis';

/** One worker process; `lines` are what it says. */
export interface Worker {
  readonly child: ChildProcess;
  readonly lines: Interface;
  readonly ended: Promise<unknown>;
}

/** A database, a Redis and a platform, with workers that come and go. */
export interface DeliveryWorld {
  readonly engine: EngineName;
  readonly redis: TestRedis | null;
  /** Crashes the database server and starts it again. */
  restartDatabase(): Promise<void>;
  start(killAt?: string): Promise<Worker>;
  /** Puts entries through a worker; resolves when they are committed. */
  put(worker: Worker, prefix: string, count: number, more?: { tenants?: number; notAfterMs?: number }): Promise<void>;
  script(mode: 'good' | 'down' | 'error-after-effect' | 'limited', times?: number, tenant?: string): Promise<void>;
  /** How often each entry of that prefix arrived, as the platform's ledger has it. */
  arrived(prefix: string): Promise<ReadonlyMap<string, number>>;
  end(): Promise<void>;
}

const leaseMs = 10_000;

/** A server for the Redis engine, whose workers share a database; only one of the trials' own can be restarted. */
export type TrialServer = Pick<OwnPostgres, 'url'> & Partial<Pick<OwnPostgres, 'crashAndRestart'>>;

export interface WorldOptions {
  readonly engine: EngineName;
  readonly server: TrialServer | null;
  /** Redis writes everything it is told to disk. */
  readonly keepsRedis: boolean;
}

export async function startDeliveryWorld({ engine, server: own, keepsRedis }: WorldOptions): Promise<DeliveryWorld> {
  const server = own?.url ?? null;
  const folder = await mkdtemp(join(tmpdir(), 'michi-delivery-'));
  const aof = keepsRedis ? ['--appendonly', 'yes', '--appendfsync', 'always', '--dir', folder] : [];
  const ledger = join(folder, 'ledger.jsonl');
  await writeFile(ledger, '');
  const redis = engine === 'redis' ? await startRedis(...aof) : null;
  const database = engine === 'redis' && server !== null ? await createTrialDatabase(server) : join(folder, 'database');
  const platform = spawn(process.execPath, ['test/faults/delivery-platform.ts', ledger], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [platformUrl] = await once(createInterface({ input: platform.stdout }), 'line');
  const workers: Worker[] = [];
  return {
    engine,
    redis,
    restartDatabase: async () => own?.crashAndRestart?.(),
    async start(killAt) {
      const settings = {
        engine,
        database,
        redis: redis?.url ?? '',
        platform: platformUrl,
        killAt: killAt ?? null,
        leaseMs,
      };
      const child = spawn(process.execPath, ['test/faults/delivery-worker.ts', JSON.stringify(settings)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const worker = { child, lines: createInterface({ input: child.stdout }), ended: once(child, 'exit') };
      workers.push(worker);
      await once(worker.lines, 'line');
      return worker;
    },
    async put(worker, prefix, count, { tenants = 4, notAfterMs } = {}) {
      const committed = once(worker.lines, 'line');
      worker.child.stdin?.write(`${JSON.stringify({ prefix, count, tenants, notAfterMs: notAfterMs ?? null })}\n`);
      await Promise.race([committed, worker.ended]);
    },
    async script(mode, times = 1_000_000, tenant) {
      await fetch(`${platformUrl}/script`, {
        method: 'POST',
        body: JSON.stringify({ mode, times, tenant: tenant ?? null }),
      });
    },
    async arrived(prefix) {
      const counts = new Map<string, number>();
      for (const line of (await readFile(ledger, 'utf8')).split('\n').filter(text => text !== '')) {
        const { key }: { key: string } = JSON.parse(line); // the platform's own lines
        if (key.startsWith(`${prefix}-`)) counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      return counts;
    },
    async end() {
      for (const { child } of workers) child.kill('SIGKILL');
      platform.kill('SIGKILL');
      await redis?.close();
      if (engine === 'redis' && server !== null) await dropTrialDatabase(server, database);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
