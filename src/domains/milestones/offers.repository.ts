import type { Tx } from '../../platform/db/database.ts';
import type { NameParts } from '../../platform/i18n/format.ts';
import type { Id } from '../../platform/ids/ids.ts';
import { fiscalYear } from './milestones.rules.ts';
import { type Offer, type OfferKind, type OfferState, offerStates } from './milestones.types.ts';

interface OfferRow {
  readonly id: Id<'milestoneOffer'>;
  readonly person_id: Id<'person'>;
  readonly company_id: Id<'company'>;
  readonly offer: OfferKind;
  readonly course_id: Id<'course'>;
  readonly fiscal_year: number;
  readonly start_month: number;
  readonly state: OfferState;
  readonly session_id: Id<'courseSession'> | null;
}

const columns = `o.id, o.person_id, o.company_id, o.offer, o.course_id, o.fiscal_year, c.fiscal_year_start_month as start_month, o.state,
  o.session_id`;
const from = 'milestone_offers o join companies c on c.id = o.company_id';

function offerOf(row: OfferRow): Offer {
  return {
    id: row.id,
    personId: row.person_id,
    companyId: row.company_id,
    offer: row.offer,
    courseId: row.course_id,
    fiscalYear: fiscalYear(row.fiscal_year, row.start_month),
    state: row.state,
    sessionId: row.session_id,
  };
}

/** Null when the actor sees no such offer. */
export async function findOffer(tx: Tx, id: Id<'milestoneOffer'>): Promise<Offer | null> {
  const [row] = await tx.query<OfferRow>(`select ${columns} from ${from} where o.id = $1`, [id]);
  return row === undefined ? null : offerOf(row);
}

/** The same, kept from being changed by anybody else until the end of the transaction. */
export async function lockOffer(tx: Tx, id: Id<'milestoneOffer'>): Promise<Offer | null> {
  const [row] = await tx.query<OfferRow>(`select ${columns} from ${from} where o.id = $1 for update of o`, [id]);
  return row === undefined ? null : offerOf(row);
}

/** The person's offers, the latest year first. */
export async function findOffersOf(tx: Tx, personId: Id<'person'>): Promise<readonly Offer[]> {
  const rows = await tx.query<OfferRow>(
    `select ${columns} from ${from} where o.person_id = $1 order by o.fiscal_year desc, o.offer, o.id`,
    [personId],
  );
  return rows.map(offerOf);
}

/** `session` belongs to `chosen`, `waitlisted` and `attended`, and to no other state. */
export async function saveState(
  tx: Tx,
  id: Id<'milestoneOffer'>,
  state: OfferState,
  session: Id<'courseSession'> | null = null,
  queuedAt: Date | null = null,
): Promise<void> {
  await tx.query('update milestone_offers set state = $2, session_id = $3, queued_at = $4 where id = $1', [
    id,
    state,
    session,
    queuedAt,
  ]);
}

/** The one who has waited longest for that session. */
export async function findFirstWaiting(
  tx: Tx,
  companyId: Id<'company'>,
  sessionId: Id<'courseSession'>,
): Promise<Offer | null> {
  const [row] = await tx.query<OfferRow>(
    `select ${columns} from ${from}
     where o.company_id = $1 and o.session_id = $2 and o.state = 'waitlisted' order by o.queued_at, o.id limit 1 for update of o`,
    [companyId, sessionId],
  );
  return row === undefined ? null : offerOf(row);
}

export interface SessionUse {
  readonly sessionId: Id<'courseSession'>;
  readonly seats: number;
  readonly taken: number;
  readonly waiting: number;
}

/** Seats without a row of their own. */
const usualSeats = 20;

/** How full the sessions are for people of that company, in the order of `sessionIds`. */
export async function findUse(
  tx: Tx,
  companyId: Id<'company'>,
  sessionIds: readonly Id<'courseSession'>[],
): Promise<readonly SessionUse[]> {
  return tx.query<SessionUse>(
    `select w.id as "sessionId", coalesce(s.seats, ${usualSeats})::int as seats,
       count(o.id) filter (where o.state in ('chosen', 'attended'))::int as taken,
       count(o.id) filter (where o.state = 'waitlisted')::int as waiting
     from unnest($2::text[]) with ordinality w (id, place)
       left join milestone_seats s on s.company_id = $1 and s.session_id = w.id
       left join milestone_offers o on o.company_id = $1 and o.session_id = w.id
     group by w.id, w.place, s.seats order by w.place`,
    [companyId, sessionIds],
  );
}

/** Whoever holds the row decides about the seats; always in the order of the ids, so that nobody waits in a circle. */
export async function lockSeats(
  tx: Tx,
  companyId: Id<'company'>,
  sessionIds: readonly Id<'courseSession'>[],
): Promise<void> {
  const ordered = [...new Set(sessionIds)].sort();
  await tx.query(
    `insert into milestone_seats (company_id, session_id, seats) select $1, id, ${usualSeats} from unnest($2::text[]) as id on conflict do nothing`,
    [companyId, ordered],
  );
  await tx.query(
    'select seats from milestone_seats where company_id = $1 and session_id = any ($2) order by session_id for update',
    [companyId, ordered],
  );
}

export async function saveSeats(
  tx: Tx,
  companyId: Id<'company'>,
  sessionId: Id<'courseSession'>,
  seats: number,
): Promise<void> {
  await tx.query(
    `insert into milestone_seats (company_id, session_id, seats) values ($1, $2, $3)
     on conflict (company_id, session_id) do update set seats = excluded.seats`,
    [companyId, sessionId, seats],
  );
}

export async function isOptedOut(tx: Tx, personId: Id<'person'>): Promise<boolean> {
  const rows = await tx.query('select person_id from milestone_opt_outs where person_id = $1', [personId]);
  return rows.length > 0;
}

/** Ends what is open, or opens what was ended so; gives the offers that were changed with the sessions they waited for. */
export async function saveOptOut(tx: Tx, personId: Id<'person'>, out: boolean, at: Date): Promise<readonly string[]> {
  await tx.query('delete from milestone_opt_outs where person_id = $1', [personId]);
  if (out) await tx.query('insert into milestone_opt_outs (person_id, at) values ($1, $2)', [personId, at]);
  const rows = await tx.query<{ id: string }>(
    `update milestone_offers set state = $2, session_id = null, queued_at = null
     where person_id = $1 and state = any ($3) returning id`,
    [personId, out ? 'opted-out' : 'offered', out ? ['offered', 'waitlisted', 'next-year'] : ['opted-out']],
  );
  return rows.map(row => row.id);
}

interface ListedRow extends OfferRow {
  readonly number: string;
  readonly family: string;
  readonly given: string;
  readonly family_latin: string;
  readonly given_latin: string;
}

export interface NamedOffer {
  readonly offer: Offer;
  readonly number: string;
  readonly name: NameParts;
}

/** One page of a company's offers of a year, by employee number. */
export async function findOffersOfYear(
  tx: Tx,
  { companyId, year }: { readonly companyId: Id<'company'>; readonly year: number },
  offset: number,
  limit: number,
): Promise<readonly NamedOffer[]> {
  const rows = await tx.query<ListedRow>(
    `select ${columns}, p.number, n.family, n.given, n.family_latin, n.given_latin
     from ${from} join people p on p.id = o.person_id join person_names n on n.person_id = p.id
     where o.company_id = $1 and o.fiscal_year = $2 order by p.number, o.offer, o.id offset $3 limit $4`,
    [companyId, year, offset, limit],
  );
  return rows.map(row => ({ offer: offerOf(row), number: row.number, name: nameOf(row) }));
}

/** Number and name of people whom the actor may see, in no order. */
export async function findNames(
  tx: Tx,
  ids: readonly Id<'person'>[],
): Promise<ReadonlyMap<string, { readonly number: string; readonly name: NameParts }>> {
  const rows = await tx.query<Omit<ListedRow, keyof OfferRow> & { id: string }>(
    `select p.id, p.number, n.family, n.given, n.family_latin, n.given_latin
     from people p join person_names n on n.person_id = p.id where p.id = any ($1)`,
    [ids],
  );
  return new Map(rows.map(row => [row.id, { number: row.number, name: nameOf(row) }]));
}

function nameOf(row: Omit<ListedRow, keyof OfferRow>): NameParts {
  return { family: row.family, given: row.given, familyLatin: row.family_latin, givenLatin: row.given_latin };
}

export async function countStates(
  tx: Tx,
  companyId: Id<'company'>,
  year: number,
): Promise<Readonly<Record<OfferState, number>>> {
  const rows = await tx.query<{ state: OfferState; count: number }>(
    'select state, count(*)::int as count from milestone_offers where company_id = $1 and fiscal_year = $2 group by state',
    [companyId, year],
  );
  const counts = new Map(rows.map(row => [row.state, row.count]));
  // Object.fromEntries forgets that every state is a key.
  return Object.fromEntries(offerStates.map(state => [state, counts.get(state) ?? 0])) as Record<OfferState, number>;
}
