import { execFile } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../support/redis.ts';

const run = promisify(execFile);

/** A PostgreSQL server of the trials' own, which may be struck. */
export interface OwnPostgres {
  readonly url: string;
  /** As after a crash of the machine: nobody is asked, everything is recovered from the log, and it is there again. */
  crashAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

/** Null when this machine has no PostgreSQL with pgvector: Debian's packages, or whatever `PG_BIN` names. */
export async function startOwnPostgres(): Promise<OwnPostgres | null> {
  const bin = await findBinaries();
  if (bin === null) return null;
  const data = await mkdtemp(join(tmpdir(), 'michi-postgres-'));
  const user = await serverUser();
  if (user.uid !== undefined && user.gid !== undefined) await chown(data, user.uid, user.gid);
  await chmod(data, 0o700);
  const port = await freePort();
  const call = (program: string, ...args: string[]) => run(join(bin, program), args, { ...user, cwd: data });
  const settings = `-p ${port} -k ${data} -c listen_addresses=127.0.0.1 -c max_connections=100`;
  await call('initdb', '-D', data, '-U', 'michi', '-A', 'trust', '-E', 'UTF8');
  // The server must not keep the pipes of the program that started it.
  const start = () => call('pg_ctl', '-D', data, '-o', settings, '-l', join(data, 'log'), '-w', 'start');
  await start();
  return {
    url: `postgres://michi@127.0.0.1:${port}/postgres`,
    async crashAndRestart() {
      await call('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
      await start();
    },
    async stop() {
      await call('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function findBinaries(): Promise<string | null> {
  const named = process.env.PG_BIN;
  const folders = named === undefined ? globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed() : [named];
  for (const folder of folders) {
    if (!existsSync(join(folder, 'initdb'))) continue;
    const config = join(folder, 'pg_config');
    const share = existsSync(config)
      ? (await run(config, ['--sharedir'])).stdout.trim()
      : join('/usr/share/postgresql', dirname(folder).split('/').at(-1) ?? '');
    if (existsSync(join(share, 'extension', 'vector.control'))) return folder;
  }
  return null;
}

/** PostgreSQL refuses to run as root. */
async function serverUser(): Promise<{ uid?: number; gid?: number }> {
  if (userInfo().uid !== 0) return {};
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}
