import { createHash } from 'node:crypto';
import type { SystemActor } from '../../../platform/access/actor.ts';
import type { Database, Tx } from '../../../platform/db/database.ts';
import { type ChangeCounts, noChanges } from '../../../platform/files/import-report.ts';
import { namesOf } from '../names.rules.ts';
import type { ItemDraft } from './draft.types.ts';
import { type HashedDraft, removedAliases, storedAliases, storedHashes } from './items.repository.ts';

export const importActor: SystemActor = { kind: 'system', purpose: 'import' };

export interface Comparison {
  readonly touched: readonly HashedDraft[];
  readonly stored: ReadonlyMap<string, string>;
  readonly counts: ChangeCounts;
}

/** Which items of one kind are new or differ from what is stored. */
export async function changedDrafts(db: Database, drafts: readonly ItemDraft[]): Promise<Comparison> {
  const [first] = drafts;
  if (first === undefined) return { touched: [], stored: new Map(), counts: noChanges };
  return db.transaction(importActor, async tx => {
    const ids = drafts.map(draft => draft.id);
    const stored = await storedHashes(tx, first.kind, ids);
    const others = drafts
      .map(draft => ({ draft, hash: contentHash(draft) }))
      .filter(({ draft, hash }) => stored.get(draft.id) !== hash);
    const same = await withEqualAliases(
      tx,
      others.filter(({ draft, hash }) => ownPart(stored.get(draft.id)) === ownPart(hash)),
    );
    const touched = others.filter(({ draft }) => !same.has(draft.id));
    const created = touched.filter(({ draft }) => !stored.has(draft.id)).length;
    const counts = { new: created, changed: touched.length - created, unchanged: drafts.length - touched.length };
    return { touched, stored, counts };
  });
}

/**
 * HR adds and removes aliases in chat, and a file that was exported after that has them as they are now: such an item differs from the file
 * that it came from, not from what is stored.
 */
async function withEqualAliases(tx: Tx, items: readonly HashedDraft[]): Promise<ReadonlySet<string>> {
  const ids = items.map(({ draft }) => draft.id);
  if (ids.length === 0) return new Set();
  const stored = Map.groupBy(await storedAliases(tx, ids), alias => alias.item_id);
  const removed = new Set((await removedAliases(tx, ids)).map(gone => `${gone.item_id} ${gone.locale} ${gone.normal}`));
  const equal = items.filter(({ draft }) => {
    const wanted = namesOf(draft).filter(
      ({ kind, locale, normal }) => kind === 'alias' && !removed.has(`${draft.id} ${locale} ${normal}`),
    );
    const texts = (aliases: readonly { locale: string; text: string }[]) =>
      aliases.map(({ locale, text }) => `${locale} ${text}`).sort();
    return texts(wanted).join('\n') === texts(stored.get(draft.id) ?? []).join('\n');
  });
  return new Set(equal.map(({ draft }) => draft.id));
}

/** Two parts: what the item is, and its aliases. The order of a list says nothing, so lists are compared as sets. */
function contentHash({ aliases, ...own }: ItemDraft): string {
  return `${digest(own)}.${digest(aliases)}`;
}

function ownPart(hash: string | undefined): string | undefined {
  return hash?.split('.')[0];
}

/** Drafts are built with their fields in one order, so equal content gives an equal text. */
function digest(content: object): string {
  const text = JSON.stringify(content, (_key, value: unknown) =>
    Array.isArray(value) ? value.map(entry => JSON.stringify(entry)).sort() : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
