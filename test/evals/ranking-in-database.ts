import type { SkillDraft } from '../../src/domains/catalogue/imports/draft.types.ts';
import { importItems } from '../../src/domains/catalogue/imports/import-items.ts';
import { createNameIndex } from '../../src/domains/catalogue/search/name-index.ts';
import { createNameSearch } from '../../src/domains/catalogue/search/name-search.ts';
import { finishIndex } from '../../src/domains/catalogue/search/reindex.ts';
import { sources } from '../../src/domains/catalogue/sources.ts';
import { namedId } from '../../src/platform/ids/ids.ts';
import type { Embedder } from '../../src/platform/language/embedder.types.ts';
import { anEmployee, stopEmbeddedEngine, testDatabase } from '../support/database.ts';
import { DEPTH } from './metrics.ts';
import type { Ranker } from './ranking.ts';
import type { NamedText } from './retrieval-set.ts';

/** Building the vector index of a whole set takes longer than any statement of a turn may. */
const statementTimeoutMs = 20 * 60_000;

export interface DatabaseRanking {
  readonly rank: Ranker;
  close(): Promise<void>;
}

/**
 * The set as a catalogue of skills in a fresh database, imported by the product's importer and searched by its name search as an employee:
 * row-level security, candidate lists and the approximate index are those of the product. Only the lists are as long as the figures need.
 */
export async function rankInDatabase(embedder: Embedder, corpus: readonly NamedText[]): Promise<DatabaseRanking> {
  const { db, close } = await testDatabase({ statementTimeoutMs });
  const drafts = corpus.map(skillOf);
  const textOf = new Map(drafts.map(({ id, key }) => [id as string, key]));
  const onProgress = (done: number, total: number) => process.stderr.write(`\rimported ${done} of ${total} texts `);
  const options = { dryRun: false, onProgress };
  await importItems({ db, nameIndex: createNameIndex({ embedder }) }, sources.group, drafts, options);
  await finishIndex({ db, embedder }, onProgress);
  process.stderr.write('\n');
  const search = createNameSearch({ embedder });
  const actor = anEmployee();
  return {
    close: () => close().then(stopEmbeddedEngine),
    async rank(query) {
      const text = await search.prepare(query);
      const found = await db.transaction(actor, tx => search.rank(tx, { kind: 'skill' }, text, DEPTH));
      return found.slice(0, DEPTH).map(({ itemId }) => textOf.get(itemId) ?? '');
    },
  };
}

function skillOf({ id, text }: NamedText): SkillDraft {
  return {
    kind: 'skill',
    id: namedId('skill', 'eval', id),
    key: id,
    audience: null,
    skillKind: 'skill',
    name: { ja: null, en: text },
    description: { ja: null, en: null },
    aliases: [],
    searched: 'names',
  };
}
