import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NameDraft } from '../../src/domains/catalogue/imports/draft.types.ts';
import { normalName } from '../../src/domains/catalogue/names.rules.ts';
import { buildNameIndex, refreshStatistics } from '../../src/domains/catalogue/search/name-index.repository.ts';
import { createNameIndex } from '../../src/domains/catalogue/search/name-index.ts';
import {
  nearestNames,
  nearestNamesStatement,
  type SearchedSpace,
  type SearchFilter,
  searchedSpace,
} from '../../src/domains/catalogue/search/name-search.repository.ts';
import { createNameSearch } from '../../src/domains/catalogue/search/name-search.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import type { Tx } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/ids/ids.ts';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import { anEmployee, systemActor, type TestDatabase, testDatabase } from '../support/database.ts';

/**
 * A kind whose names are mostly another company's, closed, or of another rank, all of them nearer to the question than what may be found: a
 * search that filtered after comparing would find nothing.
 */
const embedder = createBundledEmbedder();
const search = createNameSearch({ embedder });
const nameIndex = createNameIndex({ embedder });
const [mine, other] = [newId('company'), newId('company')];
const me = anEmployee({ companyId: mine });
const question = 'security analyst';
const nearerNames = 1_500;
const depth = 20;

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
  const numbers = Array.from({ length: nearerNames }, (_, at) => at);
  const names = [
    ...numbers.map(at => name(`foreign-${at}`, `security analyst ${at}`, { audience: other })),
    ...numbers.map(at => name(`closed-${at}`, `security analyst no. ${at}`, { active: false })),
    name('own', 'plant safety analysis', { audience: mine }),
    name('everybodys', 'analysis of risks to property', { position: 'senior' }),
    name('far', 'security of employment', {}),
  ];
  const prepared = await nameIndex.prepare(names);
  await test.db.transaction(systemActor('import'), async tx => {
    await nameIndex.start(tx);
    await nameIndex.add(tx, prepared);
    await refreshStatistics(tx);
  });
});
afterAll(() => test.close());

function name(itemId: string, text: string, more: Partial<NameDraft>): NameDraft {
  const shared = { itemKind: 'role', locale: 'en', kind: 'preferred', origin: 'source' } as const;
  return { ...shared, itemId, text, normal: normalName(text), audience: null, active: true, position: null, ...more };
}

async function found(actor: PersonActor, filter: Partial<SearchFilter> = {}): Promise<readonly string[]> {
  const text = await search.prepare(question);
  const ranked = await test.db.transaction(actor, tx => search.rank(tx, { kind: 'role', ...filter }, text, depth));
  return ranked.map(({ itemId }) => itemId);
}

const space = (tx: Tx) => searchedSpace(tx, 'role') as Promise<SearchedSpace>; // the import above has opened one

describe.each(['without', 'with'])('a search %s the approximate index', kind => {
  beforeAll(async () => {
    if (kind === 'without') return;
    await test.db.transaction(systemActor('reindex'), async tx => buildNameIndex(tx, (await space(tx)).id, 'role'));
  });

  it('finds what everybody and one’s own company may see, however many nearer names one may not', async () => {
    expect(await found(me)).toEqual(expect.arrayContaining(['own', 'everybodys', 'far']));
    expect(await found(me)).toHaveLength(3);
  });

  it('finds for another company its own, and nothing of mine', async () => {
    const theirs = await found(anEmployee({ companyId: other }));
    expect(theirs.some(id => id.startsWith('foreign-'))).toBe(true);
    expect(theirs).not.toContain('own');
  });

  it('finds of the rank asked for only, and of the items asked for only', async () => {
    expect(await found(me, { position: 'senior' })).toEqual(['everybodys']);
    expect(await found(me, { itemIds: ['far', 'foreign-1', 'closed-1'] })).toEqual(['far']);
  });

  it('finds a name as soon as it is added, and no longer when it is gone', async () => {
    const late = await nameIndex.prepare([name('late', question, { audience: mine })]);
    await test.db.transaction(systemActor('import'), tx => nameIndex.add(tx, late));
    expect((await found(me))[0]).toBe('late');
    await test.db.transaction(systemActor('import'), tx => nameIndex.removeSourceNames(tx, ['late']));
    expect(await found(me)).not.toContain('late');
  });
});

describe('the approximate index', () => {
  it('holds nothing but names that everybody may see and that are active', async () => {
    const [index] = await test.db.admin.transaction(tx =>
      tx.query<{ definition: string }>(
        `select pg_get_expr(i.indpred, i.indrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
         where c.relnamespace = $1::regnamespace and c.relname like 'name_vectors_hnsw_%'`,
        [test.schema],
      ),
    );
    expect(index?.definition).toContain('(audience IS NULL) AND active');
  });

  it('is what a search over the whole kind reads, and company names besides by their own index', async () => {
    const plan = await test.db.transaction(me, async tx => {
      // The planner rightly scans a table of a few thousand rows; here it matters that the index fits the statement.
      await tx.query('set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off');
      const { sql, values } = nearestNamesStatement(await space(tx), { kind: 'role' }, await searched(), depth, true);
      const rows = await tx.query<Record<'QUERY PLAN', string>>(`explain ${sql}`, values);
      return rows.map(row => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toMatch(/using name_vectors_hnsw_\d+_role/);
  });

  it('gives the names that an exact comparison gives', async () => {
    const text = await searched();
    const hits = (indexed: boolean) =>
      test.db.transaction(anEmployee({ companyId: other }), async tx => {
        const rows = await nearestNames(tx, { ...(await space(tx)), indexed }, { kind: 'role' }, text, depth);
        return rows.map(row => row.name_id).sort();
      });
    expect(await hits(true)).toEqual(expect.arrayContaining(await hits(false)));
  });
});

const searched = () => search.prepare(question);
