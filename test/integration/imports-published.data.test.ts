/** The published frameworks through the real command, as processes of their own, on every engine that this run has. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublishedKind } from '../../src/domains/catalogue/imports/catalogue-imports.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { runCommand, startCommand } from '../support/command-line.ts';
import { createServerDatabase } from '../support/server-database.ts';
import { writeSmallModel } from '../support/small-model.ts';

const serverUrl = process.env.TEST_DATABASE_URL ?? '';
const engines = serverUrl === '' ? (['embedded'] as const) : (['embedded', 'server'] as const);

interface Published {
  readonly read: string;
  readonly items: number;
  readonly roles: number;
  readonly links: number;
}

/** What each set holds: the summary's first line, and the rows that it becomes. */
const sets: Readonly<Record<PublishedKind, Published>> = {
  nice: { read: 'nice: 41 roles, 1,821 statements, 5,334 links', items: 1_862, roles: 41, links: 5_334 },
  dcwf: { read: 'dcwf: 68 roles, 2,221 statements, 5,176 links', items: 2_289, roles: 68, links: 5_174 },
  onet: {
    read: 'onet: 1,016 occupations, 56,560 aliases, 18,796 tasks, 8,768 technology skills, 51,423 links',
    items: 28_580,
    roles: 1_016,
    links: 51_423,
  },
  esco: {
    read: 'esco: 3,039 occupations, 30,388 aliases, 1,871 skills, 1,970 links',
    items: 4_910,
    roles: 3_039,
    links: 1_970,
  },
};

const number = new Intl.NumberFormat('en-US');

describe.each(engines)('through the command, on the %s database,', { timeout: 900_000 }, engine => {
  let home: string;
  let environment: Readonly<Record<string, string>>;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'michi-published-'));
    // Its vectors are of no use and quickly written: what is counted here does not depend on them.
    writeSmallModel(join(home, 'small.bin'), 'small');
    environment = { MICHI_DATA_DIR: home, MICHI_EMBEDDER_FILE: join(home, 'small.bin') };
    drop = async () => undefined;
    if (engine === 'server') {
      const database = await createServerDatabase(serverUrl);
      drop = database.drop;
      environment = { ...environment, DATABASE_URL: database.url, MICHI_SECRET: 'x'.repeat(32) };
    }
  });
  afterAll(async () => {
    await drop();
    await rm(home, { recursive: true });
  });

  const argvOf = (kind: PublishedKind) => ['import', kind, `../shared/data/catalogue/${kind}`];

  /** What the database holds of each set; `lost` are names without a vector. */
  async function stored() {
    const { DATABASE_URL: url } = environment;
    const location =
      url === undefined
        ? ({ kind: 'embedded', dataDir: join(home, 'database') } as const)
        : ({ kind: 'server', url } as const);
    const db = await openDatabase(location);
    try {
      const rows = await db.admin.transaction(tx =>
        tx.query<{ set: string; items: number; roles: number; links: number; lost: number }>(
          `select o.id as set,
             (select count(*) from skills where source_id = o.id) + (select count(*) from roles where source_id = o.id) as items,
             (select count(*) from roles where source_id = o.id) as roles,
             (select count(*) from role_skills l join roles r on r.id = l.role_id where r.source_id = o.id) as links,
             (select count(*) from item_names n join roles r on r.id = n.item_id where r.source_id = o.id and n.normal <> ''
                and not exists (select from name_vectors v where v.name_id = n.id)) as lost
           from sources o`,
        ),
      );
      return new Map(rows.map(({ set, ...counts }) => [set, counts]));
    } finally {
      await db.close();
    }
  }

  /** The summary of a run that had `before` of the items already. */
  const summary = ({ read, items }: Published, before: number) =>
    `${read}\n${number.format(items - before)} new, 0 changed, ${number.format(before)} unchanged, 0 refused\n`;

  async function expectWhole(kind: PublishedKind, before: number): Promise<void> {
    expect((await runCommand(argvOf(kind), environment)).out).toBe(summary(sets[kind], before));
    const again = await runCommand(argvOf(kind), environment);
    // What it says of its progress on standard error depends on how long it takes.
    expect(again).toMatchObject({ exitCode: 0, out: summary(sets[kind], sets[kind].items) });
  }

  it.each(['nice', 'onet'] as const)(
    '%s killed in the middle and run again is whole, and a third run changes nothing',
    async kind => {
      const first = startCommand(argvOf(kind), environment);
      // Something was committed, and most is still to come.
      await first.printed(/^\d+\/\d+$/m);
      first.child.kill('SIGKILL');
      expect((await first.ended).out).toBe('');
      const before = (await stored()).get(kind)?.items ?? 0;
      expect(before).toBeGreaterThan(0);
      expect(before).toBeLessThan(sets[kind].items);
      await expectWhole(kind, before);
    },
  );

  it.each(['dcwf', 'esco'] as const)('%s is taken whole, and a second run changes nothing', kind =>
    expectWhole(kind, 0),
  );

  it('all of them lie side by side, each whole, with a vector for every name', async () => {
    const found = await stored();
    for (const [kind, { items, roles, links }] of Object.entries(sets))
      expect([kind, found.get(kind)]).toEqual([kind, { items, roles, links, lost: 0 }]);
  });
});
