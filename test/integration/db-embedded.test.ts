import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/platform/db/open-database.ts';

const writer = fileURLToPath(new URL('../support/embedded-writer.ts', import.meta.url));
let home: string;
let directory: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'michi-embedded-'));
  directory = join(home, 'data');
});
afterAll(() => rm(home, { recursive: true }));

interface Writer {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: string[];
  waitFor(isIt: (line: string) => boolean): Promise<string>;
  readonly ended: Promise<unknown>;
}

function start(mode: 'until-killed' | 'look', path = directory): Writer {
  const child = spawn(process.execPath, [writer, path, mode]);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', line => lines.push(line));
  const waitFor = (isIt: (line: string) => boolean) =>
    new Promise<string>((resolve, reject) => {
      reader.on('line', line => isIt(line) && resolve(line));
      reader.on('close', () => reject(new Error(`ended without it: ${lines.join(' | ')}`)));
    });
  return { child, lines, waitFor, ended: once(child, 'close') };
}

async function highestAfterRestart(): Promise<number> {
  const look = start('look');
  const line = await look.waitFor(text => text.startsWith('rows'));
  await look.ended;
  const [, rows, highest] = /^rows (\d+) highest (\d+)$/.exec(line) ?? [];
  expect(Number(rows)).toBeGreaterThanOrEqual(Number(highest));
  return Number(highest);
}

// Each test starts processes of its own, which takes long on a crowded machine.
describe('the embedded database', { timeout: 180_000 }, () => {
  it('killed in the middle of its first start starts again from nothing', async () => {
    const path = join(home, 'first');
    const first = start('look', path);
    const unfinished = `${path}.new`;
    await expect.poll(() => existsSync(unfinished) || existsSync(path), { interval: 5, timeout: 90_000 }).toBe(true);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start('look', path);
    expect(await second.waitFor(line => line.startsWith('rows'))).toBe('rows 0 highest 0');
    await second.ended;
    expect((await readdir(home)).filter(name => name.startsWith('first')).sort()).toEqual(['first', 'first.lock']);
  });

  it('loses no committed row when the process is killed', async () => {
    const running = start('until-killed');
    await running.waitFor(line => line === 'committed 100');
    running.child.kill('SIGKILL');
    await running.ended;
    const acknowledged = Number(running.lines.at(-1)?.split(' ')[1]);
    // The last commit may have been kept without having been told.
    expect(await highestAfterRestart()).toBeGreaterThanOrEqual(acknowledged);
  });

  it('refuses a second process on its directory in less than a second, and loses nothing to it', async () => {
    const running = start('until-killed');
    await running.waitFor(line => line === 'committed 10');
    const begun = performance.now();
    await expect(openDatabase({ kind: 'embedded', dataDir: directory })).rejects.toMatchObject({
      code: 'db.locked',
      detail: { directory },
    });
    expect(performance.now() - begun).toBeLessThan(1_000);
    running.child.kill('SIGKILL');
    await running.ended;
    const acknowledged = Number(running.lines.at(-1)?.split(' ')[1]);
    expect(await highestAfterRestart()).toBeGreaterThanOrEqual(acknowledged);
  });

  it('refuses a second opener in the same process', async () => {
    const db = await openDatabase({ kind: 'embedded', dataDir: directory });
    await expect(openDatabase({ kind: 'embedded', dataDir: directory })).rejects.toMatchObject({ code: 'db.locked' });
    await db.close();
    const again = await openDatabase({ kind: 'embedded', dataDir: directory });
    await again.close();
  });

  it('says of a directory that is not its own that it is damaged, and touches nothing in it', async () => {
    const foreign = await mkdtemp(join(home, 'foreign-'));
    await writeFile(join(foreign, 'holiday.jpg'), 'x');
    await expect(openDatabase({ kind: 'embedded', dataDir: foreign })).rejects.toMatchObject({
      code: 'db.damaged',
      detail: { directory: foreign },
    });
    expect(await readdir(foreign)).toEqual(['holiday.jpg']);
  });

  it('says of a directory of another major version which one it needs', async () => {
    const old = await mkdtemp(join(home, 'old-'));
    await writeFile(join(old, 'PG_VERSION'), '15\n');
    await expect(openDatabase({ kind: 'embedded', dataDir: old })).rejects.toMatchObject({
      code: 'db.version',
      detail: { found: '15', needed: '18' },
    });
  });

  it('says of a directory with a file cut off that it is damaged', async () => {
    await truncate(join(directory, 'global', 'pg_control'), 0);
    await expect(openDatabase({ kind: 'embedded', dataDir: directory })).rejects.toMatchObject({
      code: 'db.damaged',
      detail: { directory },
    });
  });
});
