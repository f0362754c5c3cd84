import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../../src/app/cli/program.ts';
import { type CommandOutcome, runCommand, startCommand } from '../support/command-line.ts';
import { csvOf, templateRows } from '../support/imports.ts';

let home: string;
let environment: Readonly<Record<string, string>>;
const japanese = { LANG: 'ja_JP.UTF-8' };

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'michi-command-line-'));
  environment = { MICHI_DATA_DIR: join(home, 'data') };
});
afterAll(() => rm(home, { recursive: true }));

const run = (argv: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  runCommand(argv, { ...environment, ...more });

/** One sentence about what went wrong, without a place in the code, and an exit code that scripts see. */
function expectFault({ exitCode, err }: CommandOutcome, sentence: string | RegExp): void {
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  if (typeof sentence === 'string') expect(err).toContain(sentence);
  else expect(err).toMatch(sentence);
  expect(err).not.toMatch(/\bat .*:\d+:\d+|AppError|undefined/);
  expect(exitCode).toBe(1);
}

async function capture(
  argv: readonly string[],
  surroundings: Readonly<Record<string, string>>,
): Promise<CommandOutcome> {
  const [out, err]: [string[], string[]] = [[], []];
  const [writeOut, writeErr] = [process.stdout.write, process.stderr.write];
  process.stdout.write = text => out.push(String(text)) > 0;
  process.stderr.write = text => err.push(String(text)) > 0;
  try {
    const exitCode = await runProgram(argv, surroundings);
    return { exitCode, out: out.join(''), err: err.join('') };
  } finally {
    process.stdout.write = writeOut;
    process.stderr.write = writeErr;
  }
}

const files = ['skills', 'skill-maps', 'postings', 'courses', 'companies', 'people'];
const everyCommand: readonly (readonly string[])[] = [
  ...[
    'start',
    'migrate',
    'import',
    'export',
    'reindex',
    'alias',
    'web-link',
    'deliveries',
    'identity',
    'doctor',
    'slack-manifest',
    'teams-package',
  ].map(name => [name]),
  ...['nice', 'dcwf', 'onet', 'esco', ...files, 'oneonones', 'birth-dates', 'milestone-rules'].map(kind => [
    'import',
    kind,
  ]),
  ...files.map(kind => ['export', kind]),
  ...['list', 'add', 'remove'].map(change => ['alias', change]),
  ...['list', 'link', 'unlink'].map(change => ['identity', change]),
  ...['replay', 'cancel'].map(change => ['deliveries', change]),
];

describe('the command line', () => {
  it.each(everyCommand.map(argv => [argv.join(' '), argv] as const))(
    'says how "%s" is used, in both languages and without a valid configuration',
    async (name, argv) => {
      const broken = { MICHI_PORT: 'x' };
      const english = await capture([...argv, '--help'], broken);
      const inJapanese = await capture([...argv, '--help'], { ...broken, ...japanese });
      expect(english).toMatchObject({ exitCode: 0, err: '' });
      expect(english.out).toContain(`Usage: michi ${name}`);
      expect(inJapanese).toMatchObject({ exitCode: 0, err: '' });
      expect(inJapanese.out).toContain(`使い方: michi ${name}`);
    },
  );

  it('has no command whose help is not tried here', async () => {
    const commandsIn = async (argv: readonly string[]) => {
      const { out } = await capture([...argv, '--help'], {});
      const [, list = ''] = out.split('Commands:\n');
      return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => [...argv, name].join(' '));
    };
    const found = await commandsIn([]);
    for (const group of ['import', 'export', 'alias', 'identity', 'deliveries'])
      found.push(...(await commandsIn([group])));
    // The trainer prints its own help.
    const tried = [...everyCommand.map(argv => argv.join(' ')), 'train'];
    expect(found.filter(name => !name.endsWith('help')).sort()).toEqual(tried.sort());
  });

  it.each([
    [
      ['improt'],
      'There is no command "improt" (possible: import)',
      '「improt」というコマンドはありません(候補: import)',
    ],
    [['import', 'nice'], 'The argument <folder> is missing', '引数<folder>がありません'],
    [['doctor', '--fast'], 'There is no option "--fast" here', 'ここに「--fast」というオプションはありません'],
    [
      ['start', '--only', 'half'],
      'The value "half" cannot be used here (possible: web, worker)',
      '「half」はここに指定できない値です',
    ],
    [['web-link'], 'The option --person <company/number> is needed', 'オプション--person <company/number>が必要です'],
    [['migrate', 'now'], 'There are more arguments than this command takes', '引数が多すぎます'],
    [['import', 'people'], 'npm run michi -- import people --template', 'npm run michi -- import people --template'],
    [['import', 'nice', '/no/folder'], 'There is no file /no/folder', 'ファイル /no/folder がありません'],
    [['import', 'skills', '/no/file.csv'], 'There is no file /no/file.csv', 'ファイル /no/file.csv がありません'],
    [['import', 'skills', tmpdir()], 'is a directory, not a file', 'ファイルではなくディレクトリです'],
  ])('answers %j with one sentence of the operator’s language', async (argv, english, inJapanese) => {
    expectFault(await capture(argv, {}), english);
    expectFault(await capture(argv, japanese), inJapanese);
  });

  it('shows the list of commands when none is given, and says by its exit code that nothing was done', async () => {
    expect(await capture([], {})).toMatchObject({ exitCode: 1, err: expect.stringContaining('Usage: michi') });
  });
});

// Each of these starts processes of its own, which takes long on a crowded machine.
describe('commands on the embedded database', { timeout: 180_000 }, () => {
  it('that change nothing do not make a database, and say how to make one', async () => {
    for (const argv of [
      ['export', 'skills'],
      ['web-link', '--person', 'HQ/1'],
    ])
      expectFault(await run(argv), /There is no database in .* yet .* npm run michi -- migrate/);
    const file = join(home, 'skills.csv');
    await writeFile(file, csvOf(templateRows('skills')));
    expectFault(await run(['import', 'skills', '--dry-run', file]), 'There is no database');
    expect((await run(['doctor'])).exitCode).toBe(0);
    await expect(stat(join(home, 'data'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('migrate, take files of CP932, several at once, and answer in the operator’s language', async () => {
    const migrated = await run(['migrate'], japanese);
    expect(migrated).toMatchObject({ exitCode: 0, err: '' });
    expect(migrated.out).toContain('データベースは最新になりました');
    // The first line is ASCII, the second holds 髙 and ① as CP932 has them.
    const row = Buffer.from([0xfb, 0xfc, 0x87, 0x40]);
    const head = 'key,kind,name_ja,name_en,aliases_ja,aliases_en,description_ja,description_en\n';
    const cp932 = Buffer.concat([Buffer.from(`${head}one,skill,`), row, Buffer.from(',One,,,,\n')]);
    const [first, second] = [join(home, 'cp932.csv'), join(home, 'more.csv')];
    await writeFile(first, cp932);
    await writeFile(second, `\ufeff${head}two,skill,二,Two,,,,\n`);
    const taken = await run(['import', 'skills', first, second], japanese);
    expect(taken).toMatchObject({ exitCode: 0, err: '' });
    expect(taken.out.match(/新規 1/g)).toHaveLength(2);
    expect((await run(['export', 'skills'])).out).toMatch(/^one,skill,髙①,One,/m);
  });

  it('tell what was refused, keep the rows for their owner alone, and end with 1', async () => {
    const file = join(home, 'bad.csv');
    const kept = join(home, 'refused.csv');
    await writeFile(
      file,
      csvOf([...templateRows('skills'), { ...templateRows('skills')[0], key: 'no key', kind: '=cmd|A1' }]),
    );
    const { exitCode, out, err } = await run(['import', 'skills', file, '--refused', kept]);
    expect(out).toContain('bad.csv, line 5, key: is not a key');
    expect(err).toContain('Nothing was written: more than 5 % of the rows are bad');
    expect(exitCode).toBe(1);
    expect(await readFile(kept, 'utf8')).toMatch(/^bad\.csv,5,key,.*,no key,''=cmd\|A1,/);
    expect((await stat(kept)).mode & 0o077).toBe(0);
    expectFault(await run(['import', 'people', file]), /has no column "company".*import people --template/);
  });

  it('write a file whole, for its owner alone, that a spreadsheet takes for UTF-8', async () => {
    const out = join(home, 'out.csv');
    expect(await run(['export', 'skills', '--out', out])).toMatchObject({ exitCode: 0, out: '' });
    expect((await stat(out)).mode & 0o077).toBe(0);
    expect(await readFile(out, 'utf8')).toMatch(/^\ufeffkey,kind/);
    expect((await readdir(home)).filter(name => name.endsWith('.new'))).toEqual([]);
    await mkdir(join(home, 'folder.csv'));
    expectFault(await run(['export', 'skills', '--out', join(home, 'folder.csv')]), 'cannot be written');
  });

  it('are refused while another process has the directory, in both languages, and change nothing', async () => {
    const holder = startCommand(['start'], {
      ...environment,
      MICHI_PORT: '0',
      MICHI_DEMO: 'false',
      MICHI_LOG_LEVEL: 'warn',
    });
    await holder.printed(/Michi is at http/);
    expectFault(await run(['migrate']), 'Another Michi process uses this data directory. Nothing was changed');
    expectFault(
      await run(['reindex'], japanese),
      'このデータディレクトリは別のMichiが使用中です。何も変更していません',
    );
    expectFault(await run(['start'], { MICHI_PORT: '0' }), 'Another Michi process uses this data directory');
    const doctor = await run(['doctor']);
    expect(doctor).toMatchObject({ exitCode: 0, out: expect.stringContaining('is in use by a running Michi') });
    holder.child.kill('SIGTERM');
    expect((await holder.ended).exitCode).toBe(0);
  });

  it('say which variable is wrong before they touch anything', async () => {
    expectFault(
      await run(['migrate'], { DATABASE_URL: 'mysql://db' }),
      'The environment variable DATABASE_URL must be',
    );
    expectFault(await run(['migrate'], { ...japanese, MICHI_PORT: 'x' }), '環境変数 MICHI_PORT');
    const foreign = await run(['reindex'], { MICHI_EMBEDDER_FILE: join(home, 'out.csv') });
    expectFault(foreign, /model file .*out\.csv of MICHI_EMBEDDER_FILE is no model file of Michi/);
    const away = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none', MICHI_SECRET: 'x'.repeat(32) };
    expectFault(await run(['migrate'], away), 'The database cannot be reached');
  });

  it('show where in the code something happened when they are asked to', async () => {
    const { err } = await run(['import', 'nice', '/no/folder'], { MICHI_LOG_LEVEL: 'debug' });
    expect(err).toMatch(/import\.command\.ts:\d+/);
  });
});
