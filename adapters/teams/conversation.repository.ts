import type { SystemActor } from '../../src/platform/access/actor.ts';
import type { Database, Tx } from '../../src/platform/db/database.ts';
import type { TeamsConversation, TeamsUser } from './conversation.types.ts';

const channel: SystemActor = { kind: 'system', purpose: 'channel' };

interface ConversationRow {
  readonly tenant: string;
  readonly conversation: string;
  readonly kind: TeamsConversation['kind'];
  readonly service_url: string;
  readonly user_id: string | null;
  readonly shared: boolean | null;
}

const columns = 'tenant, conversation, kind, service_url, user_id, shared';

export type TeamsConversationRepository = ReturnType<typeof createTeamsConversationRepository>;

export function createTeamsConversationRepository(db: Database) {
  const one = async (sql: string, values: readonly string[]) => {
    const [row] = await db.transaction(channel, tx => tx.query<ConversationRow>(sql, values));
    return row === undefined ? null : toConversation(row);
  };
  return {
    find: (tenant: string, conversation: string) =>
      one(`select ${columns} from teams_conversations where tenant = $1 and conversation = $2`, [tenant, conversation]),

    /** The direct conversation with a user, unless Teams said that Michi may not write there any more. */
    findDirect: (tenant: string, userId: string) =>
      one(`select ${columns} from teams_conversations where tenant = $1 and user_id = $2 and lost_at is null`, [
        tenant,
        userId,
      ]),

    /** Where the tenant's connector is, as any of its conversations shows; null when none was seen. */
    async serviceUrlOf(tenant: string): Promise<string | null> {
      const found = await one(
        `select ${columns} from teams_conversations where tenant = $1 order by seen_at desc limit 1`,
        [tenant],
      );
      return found?.serviceUrl ?? null;
    },

    async findUser(tenant: string, userId: string): Promise<TeamsUser | null> {
      const [row] = await db.transaction(channel, tx =>
        tx.query<{ account: string; conversation: string }>(
          'select account, conversation from teams_users where tenant = $1 and user_id = $2',
          [tenant, userId],
        ),
      );
      return row === undefined ? null : { tenant, userId, ...row };
    },

    /** Writes down what an activity showed, and tells whether members of other organisations read the conversation. */
    seen: (conversation: TeamsConversation, user: TeamsUser | null, at: Date): Promise<boolean | null> =>
      db.transaction(channel, async tx => {
        if (user !== null) await saveUser(tx, user, at);
        return saveConversation(tx, conversation, at);
      }),

    setShared: (tenant: string, conversation: string, shared: boolean | null): Promise<void> =>
      db.transaction(
        channel,
        async tx =>
          void (await tx.query('update teams_conversations set shared = $3 where tenant = $1 and conversation = $2', [
            tenant,
            conversation,
            shared,
          ])),
      ),

    /** Teams said that Michi may not write there; the next activity from there proves the contrary. */
    markLost: (tenant: string, conversation: string, at: Date): Promise<void> =>
      db.transaction(
        channel,
        async tx =>
          void (await tx.query('update teams_conversations set lost_at = $3 where tenant = $1 and conversation = $2', [
            tenant,
            conversation,
            at,
          ])),
      ),

    /** Retention: a direct conversation, where there is one, still reaches them. */
    forgetUsersBefore: (instant: Date): Promise<void> =>
      db.transaction(
        channel,
        async tx => void (await tx.query('delete from teams_users where seen_at < $1', [instant])),
      ),

    /** After the app was taken out of it. */
    forget: (tenant: string, conversation: string): Promise<void> =>
      db.transaction(
        channel,
        async tx =>
          void (await tx.query('delete from teams_conversations where tenant = $1 and conversation = $2', [
            tenant,
            conversation,
          ])),
      ),
  };
}

async function saveConversation(tx: Tx, one: TeamsConversation, at: Date): Promise<boolean | null> {
  // A person has one direct conversation with Michi: after a new installation it may have another id.
  if (one.userId !== null)
    await tx.query('delete from teams_conversations where tenant = $1 and user_id = $2 and conversation <> $3', [
      one.tenant,
      one.userId,
      one.conversation,
    ]);
  const [saved] = await tx.query<{ shared: boolean | null }>(
    `insert into teams_conversations (tenant, conversation, kind, service_url, user_id, shared, seen_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant, conversation) do update set service_url = excluded.service_url, seen_at = excluded.seen_at,
       user_id = excluded.user_id, kind = excluded.kind, lost_at = null, shared = coalesce(excluded.shared, teams_conversations.shared)
     returning shared`,
    [one.tenant, one.conversation, one.kind, one.serviceUrl, one.userId, one.shared, at],
  );
  return saved?.shared ?? null;
}

async function saveUser(tx: Tx, user: TeamsUser, at: Date): Promise<void> {
  await tx.query(
    `insert into teams_users (tenant, user_id, account, conversation, seen_at) values ($1, $2, $3, $4, $5)
     on conflict (tenant, user_id) do update set account = excluded.account, conversation = excluded.conversation, seen_at = excluded.seen_at`,
    [user.tenant, user.userId, user.account, user.conversation, at],
  );
}

function toConversation(row: ConversationRow): TeamsConversation {
  const { tenant, conversation, kind, shared } = row;
  return { tenant, conversation, kind, shared, serviceUrl: row.service_url, userId: row.user_id };
}
