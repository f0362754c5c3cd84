import type { UserRef } from '../../conversation/contract/identity.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { Candidate, NumberClaim } from './identity.rules.ts';
import type { LinkedUser, LinkProof, PreferredChannel } from './people.types.ts';

interface LinkRow {
  readonly channel: LinkedUser['channel'];
  readonly tenant: string;
  readonly user_id: string;
  readonly person_id: Id<'person'>;
  readonly verified_by: LinkProof;
  readonly verified_at: Date;
}

const columns = 'channel, tenant, user_id, person_id, verified_by, verified_at';
const byKey = 'channel = $1 and tenant = $2 and user_id = $3';
const key = ({ channel, tenant, id }: UserRef) => [channel, tenant, id];

function linkOf(row: LinkRow): LinkedUser {
  return {
    channel: row.channel,
    tenant: row.tenant,
    id: row.user_id,
    personId: row.person_id,
    verifiedBy: row.verified_by,
    verifiedAt: row.verified_at,
  };
}

export async function findLink(tx: Tx, user: UserRef): Promise<LinkedUser | null> {
  const [row] = await tx.query<LinkRow>(`select ${columns} from linked_users where ${byKey}`, key(user));
  return row === undefined ? null : linkOf(row);
}

/** The account is that person's from now on, and no other account of the same tenant is. */
export async function saveLink(
  tx: Tx,
  user: UserRef,
  link: { readonly personId: Id<'person'>; readonly by: LinkProof; readonly at: Date },
): Promise<void> {
  await tx.query('delete from linked_users where person_id = $4 and channel = $1 and tenant = $2 and user_id <> $3', [
    ...key(user),
    link.personId,
  ]);
  await tx.query(
    `insert into linked_users (channel, tenant, user_id, person_id, verified_by, verified_at, linked_at) values ($1, $2, $3, $4, $5, $6, $6)
     on conflict (channel, tenant, user_id) do update set person_id = $4, verified_by = $5, verified_at = $6,
       linked_at = case when linked_users.person_id = $4 then linked_users.linked_at else $6 end`,
    [...key(user), link.personId, link.by, link.at],
  );
}

export async function removeLink(tx: Tx, user: UserRef): Promise<void> {
  await tx.query(`delete from linked_users where ${byKey}`, key(user));
}

/** The person's accounts: of the channel they prefer first, then the one checked last. */
export async function listLinks(tx: Tx, personId: Id<'person'>): Promise<readonly LinkedUser[]> {
  const rows = await tx.query<LinkRow>(
    `select ${columns} from linked_users where person_id = $1
     order by channel is not distinct from (select c.preferred_channel from person_choices c where c.person_id = $1) desc,
       verified_at desc, channel, tenant, user_id`,
    [personId],
  );
  return rows.map(linkOf);
}

/** The first of `listLinks` for each person who is known. */
export async function listFirstLinks(
  tx: Tx,
  people: readonly Id<'person'>[],
): Promise<ReadonlyMap<Id<'person'>, UserRef | null>> {
  const rows = await tx.query<Partial<UserRef> & { readonly personId: Id<'person'> }>(
    `select p.id as "personId", l.channel, l.tenant, l.user_id as id
     from people p left join lateral (
       select u.channel, u.tenant, u.user_id from linked_users u where u.person_id = p.id
       order by u.channel is not distinct from (select c.preferred_channel from person_choices c where c.person_id = p.id) desc,
         u.verified_at desc, u.channel, u.tenant, u.user_id limit 1
     ) l on true where p.id = any($1)`,
    [people],
  );
  return new Map(
    rows.map(({ personId, channel, tenant, id }) => [
      personId,
      // All three are null together.
      channel && tenant && id ? { channel, tenant, id } : null,
    ]),
  );
}

export async function findByEmail(tx: Tx, email: string | null): Promise<readonly Candidate[]> {
  if (email === null) return [];
  return tx.query<Candidate>('select id, status from people where lower(email) = lower($1)', [email]);
}

export async function findByNumberClaim(tx: Tx, claim: NumberClaim | null): Promise<readonly Candidate[]> {
  if (claim === null) return [];
  return tx.query<Candidate>(
    `select p.id, p.status from people p join companies c on c.id = p.company_id
     where p.number = $1 and (c.code = $2 or $3::text = any(c.email_domains))`,
    [claim.number, claim.company, claim.domain],
  );
}

export async function savePreferredChannel(tx: Tx, id: Id<'person'>, channel: PreferredChannel): Promise<void> {
  await tx.query(
    `insert into person_choices (person_id, preferred_channel) values ($1, $2)
     on conflict (person_id) do update set preferred_channel = $2`,
    [id, channel],
  );
}
