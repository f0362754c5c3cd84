import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { controlPaths, type FaultRule, type LedgerEntry, parseLedger } from './stand-in.types.ts';

export interface StandIn {
  /** Without a slash at the end; the same after a restart. */
  readonly url: string;
  /** Everything that happened, in order, restarts included. */
  ledger(): Promise<readonly LedgerEntry[]>;
  /** The data of the effects of that name, in order. */
  effects(name: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Replaces the script of faults; an empty one ends them. */
  setFaults(rules: readonly FaultRule[]): Promise<void>;
  /** Tells the platform to do something of its own. */
  control(name: string, input?: unknown): Promise<unknown>;
  /** Kills the process as it stands. */
  kill(): Promise<void>;
  /** After `kill`: the same platform at the same address, without what it kept in memory. */
  restart(): Promise<void>;
  /** Kills it and deletes its ledger. */
  stop(): Promise<void>;
}

/** Starts a file that calls `serveStandIn`, in a process of its own. */
export async function startStandIn(program: URL): Promise<StandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'michi-stand-in-'));
  const ledgerFile = join(folder, 'ledger.jsonl');
  await writeFile(ledgerFile, '');
  let running = await run(program, ledgerFile, '0');
  const { url } = running;

  async function post(path: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body ?? null) });
    if (!response.ok) throw new Error(`the stand-in refused ${path}: ${await response.text()}`);
    return response.json();
  }
  const ledger = async () => parseLedger(await readFile(ledgerFile, 'utf8'));
  return {
    url,
    ledger,
    effects: async name =>
      (await ledger()).flatMap(entry => (entry.kind === 'effect' && entry.name === name ? [entry.data] : [])),
    setFaults: async rules => void (await post(controlPaths.faults, rules)),
    control: async (name, input) =>
      z.object({ result: z.unknown() }).parse(await post(`${controlPaths.control}${name}`, input)).result,
    kill: () => running.kill(),
    async restart() {
      running = await run(program, ledgerFile, new URL(url).port);
    },
    async stop() {
      await running.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function run(program: URL, ledger: string, port: string) {
  const child = spawn(process.execPath, [fileURLToPath(program), ledger, port], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const died = ended.then(([code]) => {
    throw new Error(`the stand-in ended with ${code} before it listened`);
  });
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), died]);
  died.catch(() => undefined);
  return {
    url: z.object({ url: z.string() }).parse(JSON.parse(String(line))).url,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
