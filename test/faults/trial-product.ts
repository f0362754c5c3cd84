import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { installSlack, sharedVariables, slackVariables, teamsVariables } from '../support/product-environment.ts';
import { type StandIn, startStandIn } from '../support/stand-in/stand-in.ts';
import { startTeamsStandIn, teamsTenant } from '../support/teams-platform.ts';
import { processCpuMs } from './process-cpu.ts';
import { createTrialDatabase, dropTrialDatabase } from './trial-database.ts';

/** Who of the demo has an account, on both platforms. */
export const accounts = [
  { id: 'UWATANABE', email: 'satoko.watanabe@tsukumine.example' },
  { id: 'USHARMA', email: 'ananya.sharma@in.tsukumine.example' },
  { id: 'UINOUE', email: 'misaki.inoue@tsukumine.example' },
] as const;

/** The whole product in a process of its own, on platforms in processes of their own; it can be killed and started again on what it stored. */
export interface TrialProduct {
  readonly slack: StandIn;
  readonly teams: StandIn;
  /** Where it listens now. */
  url(): string;
  /** Starts it; with `killAt` it will kill itself there. Gives the milliseconds until it was ready. */
  start(killAt?: string): Promise<number>;
  /** Resolves when the process is dead, however it died. */
  died(): Promise<void>;
  /** Processor time of the process so far, in milliseconds. */
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
  /** What a query says, after the process has ended. */
  ask<Row extends object>(sql: string): Promise<readonly Row[]>;
  end(): Promise<void>;
}

/** `server`: a PostgreSQL server on which a database is made for the trial; without it the database is embedded. */
export async function startTrialProduct(server: string | undefined): Promise<TrialProduct> {
  const [slack, teams] = await Promise.all([
    startStandIn(new URL('../support/stand-in/slack-stand-in.ts', import.meta.url)),
    startTeamsStandIn(),
  ]);
  const dataDir = await mkdtemp(join(tmpdir(), 'michi-faults-'));
  const database = server === undefined ? null : await createTrialDatabase(server);
  const env = environment({ slack, teams, dataDir, database });
  await addAccounts(slack, teams);
  let running: Running | null = null;
  const started = async (killAt?: string): Promise<number> => {
    const begun = performance.now();
    running = await runProduct({ ...env, ...(killAt === undefined ? {} : { KILL_AT: killAt }) });
    return performance.now() - begun;
  };
  const stop = async () => {
    running?.child.kill('SIGTERM');
    await running?.ended;
    running = null;
  };
  await started();
  await installSlack(urlOf(running));
  return {
    slack,
    teams,
    url: () => urlOf(running),
    start: started,
    died: async () => void (await running?.ended),
    cpuMs: () => processCpuMs(running?.child.pid),
    stop,
    ask: async sql => {
      await stop();
      return askDatabase(dataDir, database, sql);
    },
    async end() {
      await stop();
      await Promise.all([slack.stop(), teams.stop()]);
      await rm(dataDir, { recursive: true, force: true });
      if (server !== undefined && database !== null) await dropTrialDatabase(server, database);
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly ended: Promise<unknown>;
}

function urlOf(running: Running | null): string {
  if (running === null) throw new Error('the product does not run');
  return running.url;
}

async function runProduct(env: NodeJS.ProcessEnv): Promise<Running> {
  const child = spawn(process.execPath, ['src/app/main.js', 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^Michi is at (\S+)/.exec(line)?.[1];
    if (url !== undefined) return { child, url, ended };
  }
  throw new Error('the product ended before it was ready');
}

interface Surroundings {
  readonly slack: StandIn;
  readonly teams: StandIn;
  readonly dataDir: string;
  readonly database: string | null;
}

function environment({ slack, teams, dataDir, database }: Surroundings): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    MICHI_DATA_DIR: dataDir,
    MICHI_DEMO: 'true',
    MICHI_LOG_LEVEL: 'silent',
    MICHI_PORT: '0',
    MICHI_SECRET: 'a secret of trials that is long enough',
    ...sharedVariables,
    ...(database === null ? {} : { DATABASE_URL: database }),
    ...slackVariables(slack.url),
    ...teamsVariables(teams.url),
  };
}

async function addAccounts(slack: StandIn, teams: StandIn): Promise<void> {
  for (const { id, email } of accounts) {
    await slack.control('add-user', { id, team_id: 'T1', is_email_confirmed: true, profile: { email } });
    await teams.control('add-user', { tenant: teamsTenant, id, email, userPrincipalName: email });
    await teams.control('add-conversation', { id: `a:${id}`, tenant: teamsTenant, members: [id] });
  }
}

async function askDatabase<Row extends object>(
  dataDir: string,
  database: string | null,
  sql: string,
): Promise<readonly Row[]> {
  const db = await openDatabase(
    database === null ? { kind: 'embedded', dataDir: join(dataDir, 'database') } : { kind: 'server', url: database },
  );
  try {
    return await db.admin.transaction(tx => tx.query<Row>(sql));
  } finally {
    await db.close();
  }
}
