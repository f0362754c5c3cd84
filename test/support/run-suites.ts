/**
 * `npm test`: runs every test that this machine can run. A test file that needs something from outside says so in its name
 * (`*.browser.test.ts`); what is missing is printed with the suite that is left out, and with CI=true leaving one out is a failure.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installedProgram, type Program, programs } from './programs/install-program.ts';

interface Need {
  readonly name: string;
  readonly files: string;
  readonly missing: () => string | null;
}

const needs: readonly Need[] = [
  {
    name: 'browser',
    files: '**/*.browser.test.ts',
    missing: () => missingFile(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', 'Debian package chromium'),
  },
  {
    name: 'redis',
    files: '**/*.redis.test.ts',
    missing: () => missingProgram('redis-server', 'Debian package redis-server'),
  },
  { name: 'full disk', files: '**/*.tmpfs.test.ts', missing: missingMount },
  {
    name: "other people's programs",
    files: '**/*.program*.test.ts',
    missing: () =>
      Object.values(programs)
        .map(missingPackage)
        .find(reason => reason !== null) ?? null,
  },
  {
    name: 'shared data',
    files: '**/*.data.test.ts',
    missing: () => missingFile('../shared/data', 'catalogues and labelled sets'),
  },
  {
    name: 'dictionaries',
    files: '**/*.dictionaries.test.ts',
    missing: () => missingFile('/usr/share/edict', 'Debian packages edict and wordnet-base'),
  },
];

function missingFile(path: string, what: string): string | null {
  return existsSync(path) ? null : `${path} is not there (${what})`;
}

function missingProgram(name: string, what: string): string | null {
  const found = (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, name)));
  return found ? null : `${name} is not on the PATH (${what})`;
}

function missingPackage(program: Program): string | null {
  return installedProgram(program) === null
    ? `npm install ${program.name}@${program.version} does not work here`
    : null;
}

function missingMount(): string | null {
  const tried = spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  return tried.status === 0 ? null : 'a small file system cannot be mounted here (unshare --user --mount)';
}

function run(): number {
  const leftOut = needs.flatMap(need => {
    const reason = need.missing();
    return reason === null ? [] : [{ ...need, reason }];
  });
  const database = process.env.TEST_DATABASE_URL === undefined ? 'embedded PGlite' : 'the server of TEST_DATABASE_URL';
  console.log(`Database under test: ${database}`);
  const excluded = leftOut.flatMap(suite => ['--exclude', suite.files]);
  const result = spawnSync('vitest', ['run', ...excluded, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const suite of leftOut) console.log(`Left out: suite "${suite.name}" (${suite.files}): ${suite.reason}`);
  if (leftOut.length === 0) console.log('No suite was left out.');
  if (leftOut.length > 0 && process.env.CI === 'true') {
    console.log('CI=true: a suite that is left out is a failure.');
    return 1;
  }
  return result.status ?? 1;
}

process.exitCode = run();
