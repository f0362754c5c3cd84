import { existsSync } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctorLine } from '../../src/app/cli/doctor.messages.ts';
import { examine } from '../../src/app/doctor.ts';
import { type Finding, type Part, severityOf } from '../../src/app/doctor.types.ts';
import { reindex } from '../../src/domains/catalogue/search/reindex.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { type OpenDatabase, openDatabase } from '../../src/platform/db/open-database.ts';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import { migrationsFolder } from '../support/database.ts';
import { testImports } from '../support/imports.ts';
import { writeSmallModel } from '../support/small-model.ts';

type Environment = Readonly<Record<string, string>>;

let home: string;
let environment: Environment;
let endpoint: Server;
let status = 200;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'michi-doctor-'));
  writeSmallModel(join(home, 'first.bin'), 'first');
  writeSmallModel(join(home, 'second.bin'), 'second');
  environment = { MICHI_DATA_DIR: join(home, 'data'), MICHI_EMBEDDER_FILE: join(home, 'first.bin') };
  endpoint = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' });
    response.end(
      JSON.stringify({
        object: 'list',
        data: [{ object: 'embedding', index: 0, embedding: [1, 2, 2, 0, 0, 0, 0, 0] }],
      }),
    );
  });
  await new Promise<void>(resolve => endpoint.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  endpoint.close();
  await rm(home, { recursive: true });
});

/** What the doctor says of one part: its state, how bad that is, and the sentence in both languages. */
async function findingOn(part: Part, more: Environment = {}) {
  const all = await examine({ ...environment, ...more });
  const found = all.filter((finding): finding is Finding => finding.part === part);
  return found.map(finding => ({
    state: finding.state,
    severity: severityOf(finding),
    en: doctorLine(finding, 'en'),
    ja: doctorLine(finding, 'ja'),
  }));
}

async function expectFinding(
  part: Part,
  expected: { readonly state: string; readonly severity: string; readonly en: string; readonly ja: string },
  more?: Environment,
): Promise<void> {
  const [found, ...others] = await findingOn(part, more);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ state: expected.state, severity: expected.severity });
  expect(found?.en).toContain(expected.en);
  expect(found?.ja).toContain(expected.ja);
  expect(`${found?.en}${found?.ja}`).not.toContain('undefined');
}

/** The embedded database, opened as its owner between two looks of the doctor. */
async function withDatabase<Result>(work: (db: OpenDatabase) => Promise<Result>): Promise<Result> {
  const db = await openDatabase({ kind: 'embedded', dataDir: join(home, 'data', 'database') });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
const asOwner = (sql: string) => withDatabase(db => db.admin.transaction(tx => tx.query(sql)));

describe('of a new installation the doctor', () => {
  it('says what will run embedded, finds nothing bad and creates nothing', async () => {
    const findings = await examine({ MICHI_DATA_DIR: join(home, 'data') });
    expect(findings.map(finding => [finding.part, finding.state])).toEqual([
      ['node', 'ok'],
      ['data-directory', 'ok'],
      ['database', 'absent'],
      ['embedder', 'embedded'],
      ['redis', 'embedded'],
      ['web', 'ok'],
    ]);
    expect(findings.filter(finding => severityOf(finding) === 'bad')).toEqual([]);
    expect(existsSync(join(home, 'data'))).toBe(false);
  });

  it('names every variable that is wrong', async () => {
    const wrong = { MICHI_PORT: 'x', DATABASE_URL: 'postgres://db/michi' };
    const found = await findingOn('variable', wrong);
    expect(found.map(finding => finding.severity)).toEqual(['bad', 'bad']);
    expect(found[0]?.en).toContain('MICHI_PORT must be a whole number');
    expect(found[1]?.ja).toContain('MICHI_SECRET: DATABASE_URLを設定するときは必要です');
  });

  it('says that a data directory cannot be written', async () => {
    const file = join(home, 'a-file');
    await writeFile(file, '');
    await expectFinding(
      'data-directory',
      { state: 'unwritable', severity: 'bad', en: 'set MICHI_DATA_DIR', ja: 'MICHI_DATA_DIRを指定' },
      { MICHI_DATA_DIR: join(file, 'data') },
    );
  });

  it.each([
    ['127.0.0.1', 'true', 'ok', 'good', 'from this machine alone'],
    ['0.0.0.0', 'false', 'exposed', 'note', 'set MICHI_PUBLIC_URL'],
    ['0.0.0.0', 'true', 'exposed-demo', 'bad', 'MICHI_DEMO=false'],
  ])('of a web chat on %s with demo %s says that it is %s', async (host, demo, state, severity, en) => {
    const more = { MICHI_HOST: host, MICHI_DEMO: demo };
    await expectFinding('web', { state, severity, en, ja: `${host}:3030` }, more);
  });
});

describe('of the embedder the doctor', () => {
  it('says which model file is used', async () => {
    await expectFinding('embedder', { state: 'adapted', severity: 'note', en: ': first;', ja: '(first)' });
  });

  it.each([
    ['missing', async () => join(home, 'nowhere.bin'), 'does not exist', 'が見つかりません'],
    [
      'foreign',
      async () => fileWith('picture.bin', 'PNG'),
      'is no model file',
      'はMichiのモデルファイルではありません',
    ],
    ['damaged', async () => cut('half.bin'), 'is damaged', 'は壊れています'],
    ['a directory', async () => home, 'is no model file', 'はMichiのモデルファイルではありません'],
  ])('says of a model file that is %s what is wrong and which variable names it', async (_, make, en, ja) => {
    const path = await make();
    const [found] = await findingOn('embedder', { MICHI_EMBEDDER_FILE: path });
    expect(found).toMatchObject({ state: 'broken', severity: 'bad' });
    expect(found?.en).toContain(`The model file ${path} of MICHI_EMBEDDER_FILE ${en}`);
    expect(found?.ja).toContain(`MICHI_EMBEDDER_FILEのモデルファイル ${path} ${ja}`);
  });

  const fileWith = async (name: string, content: string) => {
    await writeFile(join(home, name), content);
    return join(home, name);
  };
  const cut = async (name: string) => {
    writeSmallModel(join(home, name), 'half');
    await truncate(join(home, name), 300);
    return join(home, name);
  };
  const byEndpoint = (port: number): Environment => ({
    MICHI_EMBEDDER_FILE: '',
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    OPENAI_API_KEY: 'a-key',
    OPENAI_EMBEDDING_MODEL: 'stand-in',
    OPENAI_EMBEDDING_DIMENSION: '8',
  });
  const port = () => (endpoint.address() as AddressInfo).port; // it listens on a TCP port

  it('says that an endpoint answers', async () => {
    const answers = { state: 'ok', severity: 'good', en: 'openai:stand-in:8', ja: 'openai:stand-in:8' };
    await expectFinding('embedder', answers, byEndpoint(port()));
  });

  it('says that an endpoint refuses, does not answer or gives another dimension, and which variables to check', async () => {
    status = 401;
    const refuses = { state: 'broken', severity: 'bad', en: 'OPENAI_API_KEY', ja: 'OPENAI_API_KEY' };
    await expectFinding('embedder', refuses, byEndpoint(port()));
    status = 200;
    const other = { ...refuses, en: 'Set OPENAI_EMBEDDING_DIMENSION', ja: 'OPENAI_EMBEDDING_DIMENSIONをモデルに' };
    await expectFinding('embedder', other, { ...byEndpoint(port()), OPENAI_EMBEDDING_DIMENSION: '16' });
    const away = { ...refuses, en: 'check OPENAI_BASE_URL', ja: 'OPENAI_BASE_URLを確認' };
    await expectFinding('embedder', away, byEndpoint(9));
  });
});

// The database is opened and closed for each look, which takes long on a crowded machine.
describe('of the embedded database the doctor', { timeout: 180_000 }, () => {
  it('says that migrations wait before the first start', async () => {
    await withDatabase(async () => undefined);
    await expectFinding('migrations', {
      state: 'pending',
      severity: 'note',
      en: 'michi -- migrate',
      ja: 'michi -- migrate',
    });
  });

  it('says that the catalogue is empty before the first import', async () => {
    await withDatabase(db => migrate(db, migrationsFolder));
    await expectFinding('database', { state: 'embedded', severity: 'note', en: 'a power cut may', ja: '停電では' });
    await expectFinding('search', {
      state: 'empty',
      severity: 'note',
      en: 'Catalogue is empty',
      ja: 'カタログが空です',
    });
  });

  it('says what the search covers', async () => {
    const embedder = createBundledEmbedder({ path: join(home, 'first.bin') });
    await withDatabase(db =>
      testImports({ db, schema: 'michi', kind: 'embedded', close: db.close }, embedder).takeTemplates(),
    );
    const covers = { state: 'ok', severity: 'good', en: 'covers 6 items with first', ja: '6件の項目です(first)' };
    await expectFinding('search', covers);
  });

  it('says that the vectors are of another embedder than the configured one, and that reindex mends it', async () => {
    const other = { MICHI_EMBEDDER_FILE: join(home, 'second.bin') };
    const says = {
      state: 'other-embedder',
      severity: 'bad',
      en: 'vectors are from first, and second is configured. Run: npm run michi -- reindex',
      ja: 'ベクトルは first のもので、設定は second です。npm run michi -- reindex',
    };
    await expectFinding('search', says, other);
    const embedder = createBundledEmbedder({ path: join(home, 'second.bin') });
    await withDatabase(db => reindex({ db, embedder }, () => undefined));
    await expectFinding('search', { state: 'ok', severity: 'good', en: 'with second', ja: '(second)' }, other);
    environment = { ...environment, ...other };
  });

  it('says that items have no vectors, and that a reindexing broke off', async () => {
    await asOwner(`delete from michi.name_vectors where item_kind in ('course', 'posting')`);
    await expectFinding('search', {
      state: 'without-vectors',
      severity: 'note',
      en: 'no vector for 2 items',
      ja: '2件の項目',
    });
    await asOwner(`insert into michi.embedding_spaces (embedder, dimension, state) values ('third', 8, 'building')`);
    await expectFinding('search', {
      state: 'unfinished',
      severity: 'note',
      en: 'reindexing with third',
      ja: 'third での',
    });
  });

  it('says what should have gone out and what was given up', async () => {
    await expectFinding('outbox', { state: 'ok', severity: 'good', en: '0 wait', ja: '0件' });
    const insert = `insert into michi.outbox (key, kind, subject, priority, due_at, state, ended_at)`;
    await asOwner(`${insert} values ('a', 'notice', 'ntc_a', 9, now(), 'failed', now())`);
    await expectFinding('outbox', { state: 'dead-letters', severity: 'note', en: '1 were given up', ja: '1件を断念' });
    await asOwner(`${insert} values ('b', 'notice', 'ntc_b', 9, now() - interval '2 hours', 'scheduled', null)`);
    await expectFinding('outbox', { state: 'late', severity: 'note', en: 'for 120 minutes', ja: '120分前' });
    await asOwner('delete from michi.outbox');
  });

  it('says that a running Michi has the directory', async () => {
    const findings = await withDatabase(() => findingOn('database'));
    expect(findings).toMatchObject([{ state: 'in-use', severity: 'note' }]);
    expect(findings[0]?.en).toContain('Stop Michi to examine it');
  });

  it('says which migration differs from what was applied', async () => {
    await asOwner(`update michi.schema_migrations set checksum = 'x' where name = '0011_catalogue_items.sql'`);
    const says = {
      state: 'broken',
      severity: 'bad',
      en: '0011_catalogue_items.sql was changed',
      ja: '0011_catalogue_items.sql が変更',
    };
    await expectFinding('migrations', says);
  });

  it('says that the directory is damaged', async () => {
    await truncate(join(home, 'data', 'database', 'global', 'pg_control'), 0);
    await expectFinding('database', { state: 'broken', severity: 'bad', en: 'it is damaged', ja: '壊れているか' });
  });
});

describe('of a database server the doctor', () => {
  const secret = { MICHI_SECRET: 'x'.repeat(32) };

  it('says that it cannot be reached and which variable names it', async () => {
    const says = { state: 'broken', severity: 'bad', en: 'check DATABASE_URL', ja: 'DATABASE_URLとサーバーを確認' };
    await expectFinding('database', says, { ...secret, DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' });
  });

  const url = process.env.TEST_DATABASE_URL;
  it.runIf(url)('says its version and that of its extension', async () => {
    const server = { ...secret, DATABASE_URL: url ?? '' };
    await expectFinding(
      'database',
      { state: 'ok', severity: 'good', en: 'is reachable', ja: 'に接続できます' },
      server,
    );
    await expectFinding('vectors', { state: 'ok', severity: 'good', en: 'pgvector', ja: 'pgvector' }, server);
  });
});
