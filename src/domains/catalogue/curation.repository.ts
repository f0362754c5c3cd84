import type { Tx } from '../../platform/db/database.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { ItemId, ItemKind, MissingItemReport, Position } from './catalogue.types.ts';
import type { Slice } from './lists.repository.ts';

export interface StoredAlias {
  readonly locale: Locale;
  readonly text: string;
  readonly origin: 'source' | 'hr';
}

export async function findAliases(tx: Tx, itemId: ItemId): Promise<readonly StoredAlias[]> {
  return tx.query<StoredAlias>(
    `select locale, text, origin from item_names where item_id = $1 and kind = 'alias' order by locale, id`,
    [itemId],
  );
}

export interface StoredName {
  readonly id: number;
  readonly item_kind: ItemKind;
  readonly kind: 'preferred' | 'alias';
  readonly origin: 'source' | 'hr';
  readonly active: boolean;
  readonly position: Position | null;
}

/** The item's name or alias in that language that is equal to the text. */
export async function findName(tx: Tx, itemId: ItemId, locale: Locale, normal: string): Promise<StoredName | null> {
  const [row] = await tx.query<StoredName>(
    `select id, item_kind, kind, origin, active, position from item_names
     where item_id = $1 and locale = $2 and normal = $3 and kind <> 'description' order by kind = 'alias' limit 1`,
    [itemId, locale, normal],
  );
  return row ?? null;
}

/** Any name of the item, for the filters that all its names share. */
export async function findAnyName(tx: Tx, itemId: ItemId): Promise<StoredName | null> {
  const [row] = await tx.query<StoredName>(
    'select id, item_kind, kind, origin, active, position from item_names where item_id = $1 order by id limit 1',
    [itemId],
  );
  return row ?? null;
}

export async function deleteAlias(tx: Tx, id: number): Promise<void> {
  await tx.query(`delete from item_names where id = $1 and kind = 'alias'`, [id]);
}

/** Keeps an import from bringing back what HR took away. */
export async function rememberRemoval(
  tx: Tx,
  removal: {
    readonly itemId: ItemId;
    readonly locale: Locale;
    readonly normal: string;
    readonly audience: string | null;
  },
): Promise<void> {
  await tx.query(
    'insert into removed_aliases (item_id, locale, normal, audience) values ($1, $2, $3, $4) on conflict do nothing',
    [removal.itemId, removal.locale, removal.normal, removal.audience],
  );
}

export async function forgetRemoval(tx: Tx, itemId: ItemId, locale: Locale, normal: string): Promise<void> {
  await tx.query('delete from removed_aliases where item_id = $1 and locale = $2 and normal = $3', [
    itemId,
    locale,
    normal,
  ]);
}

export interface NewReport {
  readonly id: Id<'report'>;
  readonly companyId: Id<'company'>;
  readonly itemKind: ItemKind;
  readonly text: string;
  readonly note: string;
  readonly nearest: readonly string[];
  readonly createdAt: Date;
}

export async function insertReport(tx: Tx, report: NewReport): Promise<void> {
  await tx.query(
    `insert into missing_item_reports (id, company_id, item_kind, text, note, nearest, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [report.id, report.companyId, report.itemKind, report.text, report.note, report.nearest, report.createdAt],
  );
}

/** As stored: the nearest items are ids until somebody looks them up. */
export type StoredReport = Omit<MissingItemReport, 'nearest'> & { readonly nearest: readonly string[] };

/** Oldest first. */
export async function findOpenReports(tx: Tx, offset: number, limit: number): Promise<Slice<StoredReport>> {
  const rows = await tx.query<{
    id: Id<'report'>;
    item_kind: ItemKind;
    text: string;
    note: string;
    nearest: string[];
    created_at: Date;
    total: number;
  }>(
    `select id, item_kind, text, note, nearest, created_at, count(*) over () as total
     from missing_item_reports where state = 'open' order by created_at, id limit $1 offset $2`,
    [limit, offset],
  );
  const items = rows.map(row => ({
    id: row.id,
    itemKind: row.item_kind,
    text: row.text,
    note: row.note,
    nearest: row.nearest,
    createdAt: row.created_at.toISOString(),
  }));
  return { items, total: rows[0]?.total ?? 0 };
}

/** The company whose HR people look after a report; null when the actor sees no such report. */
export async function findReportCompany(tx: Tx, id: Id<'report'>): Promise<Id<'company'> | null> {
  const [row] = await tx.query<{ company_id: Id<'company'> }>(
    'select company_id from missing_item_reports where id = $1',
    [id],
  );
  return row?.company_id ?? null;
}

export async function setReportState(tx: Tx, id: Id<'report'>, state: 'open' | 'closed'): Promise<void> {
  await tx.query('update missing_item_reports set state = $2 where id = $1', [id, state]);
}
