import type { Actor } from '../../platform/access/actor.ts';
import { recordAudit } from '../../platform/access/audit.ts';
import { authorise, decide } from '../../platform/access/policy.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import { type Id, newId } from '../../platform/ids/ids.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { AliasChange, CatalogueService, ItemId, ItemSummary } from './catalogue.types.ts';
import {
  deleteAlias,
  findAliases,
  findAnyName,
  findName,
  findOpenReports,
  findReportCompany,
  forgetRemoval,
  insertReport,
  rememberRemoval,
  setReportState,
} from './curation.repository.ts';
import { findAudience, findSummaries } from './items.repository.ts';
import { normalName } from './names.rules.ts';
import { pageFrom, pageSize, startOf } from './paging.rules.ts';
import type { NameIndex } from './search/name-index.ts';

export interface CurationDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly nameIndex: NameIndex;
}

export type CurationService = Pick<
  CatalogueService,
  'reportMissing' | 'openReports' | 'closeReport' | 'reopenReport' | 'aliases' | 'addAlias' | 'removeAlias'
>;

const longestAlias = 200;
const longestReport = 500;
const longestNote = 2_000;

/** How HR keeps the words of the catalogue: aliases, and what people asked for in vain. */
export function createCurationService(deps: CurationDeps): CurationService {
  const { db, clock } = deps;
  return {
    async reportMissing(actor, report) {
      const companyId = actor.kind === 'person' ? actor.companyId : undefined;
      authorise(actor, {
        data: 'missing-item-report',
        act: 'create',
        subject: companyId === undefined ? {} : { companyId },
      });
      if (companyId === undefined)
        throw new AppError('access.denied', { detail: { rule: 'missing-item-report.create: no company' } });
      const id = newId('report');
      await db.transaction(actor, tx =>
        insertReport(tx, {
          id,
          companyId,
          itemKind: report.itemKind,
          text: report.text.slice(0, longestReport),
          note: report.note.slice(0, longestNote),
          nearest: report.nearest.slice(0, 10),
          createdAt: clock.now(),
        }),
      );
      return id;
    },

    async openReports(actor, page) {
      authorise(actor, { data: 'missing-item-report', act: 'read', subject: ownCompany(actor) });
      return db.transaction(actor, async tx => {
        const { items, total } = await findOpenReports(tx, startOf(page), pageSize);
        const reports = [];
        for (const report of items) reports.push({ ...report, nearest: await findSummaries(tx, report.nearest) });
        return pageFrom({ items: reports, total }, page);
      });
    },

    closeReport: (actor, id) => moveReport(db, actor, id, 'closed'),
    reopenReport: (actor, id) => moveReport(db, actor, id, 'open'),

    aliases: (actor, item) =>
      db.transaction(actor, async tx => {
        const audience = await findAudience(tx, item);
        if (audience === undefined) return [];
        authorise(actor, { data: 'catalogue-item', act: 'read', subject: { companyId: audience } });
        return findAliases(tx, item);
      }),

    addAlias: (actor, item, locale, text) => addAlias(deps, actor, { item, locale, text: text.trim() }),
    removeAlias: (actor, item, locale, text) =>
      db.transaction(actor, tx => removeAlias(tx, actor, { item, locale, text: text.trim() })),
  };
}

function ownCompany(actor: Actor): { readonly companyId?: Id<'company'> } {
  return actor.kind === 'person' ? { companyId: actor.companyId } : {};
}

async function moveReport(db: Database, actor: Actor, id: Id<'report'>, state: 'open' | 'closed'): Promise<void> {
  await db.transaction(actor, async tx => {
    const companyId = await findReportCompany(tx, id);
    authorise(actor, { data: 'missing-item-report', act: 'close', subject: companyId === null ? {} : { companyId } });
    await setReportState(tx, id, state);
    const action = state === 'closed' ? 'missing-item-report.close' : 'missing-item-report.reopen';
    await recordAudit(tx, actor, { action, subjectKind: 'report', subjectId: id, companyId });
  });
}

interface AliasWords {
  readonly item: ItemId;
  readonly locale: Locale;
  readonly text: string;
}

type Refused = Extract<AliasChange, { kind: 'refused' }>;
const refuse = (reason: Refused['reason']): Refused => ({ kind: 'refused', reason });

/** The item if the actor may change its aliases. */
async function editable(
  tx: Tx,
  actor: Actor,
  item: ItemId,
): Promise<
  Refused | { readonly kind: 'item'; readonly audience: Id<'company'> | null; readonly summary: ItemSummary }
> {
  const audience = await findAudience(tx, item);
  const [summary] = await findSummaries(tx, [item]);
  if (audience === undefined || summary === undefined) return refuse('unknown-item');
  const decision = decide(actor, { data: 'catalogue-alias', act: 'write', subject: { companyId: audience } });
  return decision.kind === 'deny' ? refuse('not-allowed') : { kind: 'item', audience, summary };
}

async function addAlias({ db, nameIndex }: CurationDeps, actor: Actor, words: AliasWords): Promise<AliasChange> {
  const { item, locale, text } = words;
  const normal = normalName(text);
  if (normal === '') return refuse('empty');
  if (text.length > longestAlias) return refuse('too-long');
  const found = await db.transaction(actor, async tx => {
    const target = await editable(tx, actor, item);
    return target.kind === 'refused' ? target : { ...target, sample: await findAnyName(tx, item) };
  });
  if (found.kind === 'refused') return found;
  const { audience, summary, sample } = found;
  // Embedded before the transaction that writes: it may ask a server.
  const prepared = await nameIndex.prepare([
    {
      itemKind: summary.kind,
      itemId: item,
      locale,
      kind: 'alias',
      text,
      normal,
      origin: 'hr',
      audience,
      active: sample?.active ?? true,
      position: sample?.position ?? null,
    },
  ]);
  return db.transaction(actor, async tx => {
    if ((await findName(tx, item, locale, normal)) !== null) return refuse('exists');
    await forgetRemoval(tx, item, locale, normal);
    await nameIndex.add(tx, prepared);
    await auditAlias(tx, actor, 'catalogue-alias.add', item, audience);
    return { kind: 'saved', item: summary };
  });
}

async function removeAlias(tx: Tx, actor: Actor, { item, locale, text }: AliasWords): Promise<AliasChange> {
  const target = await editable(tx, actor, item);
  if (target.kind === 'refused') return target;
  const normal = normalName(text);
  const name = normal === '' ? null : await findName(tx, item, locale, normal);
  if (name === null || name.kind !== 'alias') return refuse('unknown-item');
  await deleteAlias(tx, name.id);
  if (name.origin === 'source') await rememberRemoval(tx, { itemId: item, locale, normal, audience: target.audience });
  await auditAlias(tx, actor, 'catalogue-alias.remove', item, target.audience);
  return { kind: 'saved', item: target.summary };
}

async function auditAlias(
  tx: Tx,
  actor: Actor,
  action: string,
  item: ItemId,
  audience: Id<'company'> | null,
): Promise<void> {
  await recordAudit(tx, actor, { action, subjectKind: 'catalogue-item', subjectId: item, companyId: audience });
}
