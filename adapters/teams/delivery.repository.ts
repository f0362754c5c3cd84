import type { SystemActor } from '../../src/platform/access/actor.ts';
import type { Database } from '../../src/platform/db/database.ts';

const channel: SystemActor = { kind: 'system', purpose: 'channel' };

export type TeamsDeliveryRepository = ReturnType<typeof createTeamsDeliveryRepository>;

/** What arrived under which delivery id. */
export function createTeamsDeliveryRepository(db: Database) {
  return {
    /** The activities of the parts that arrived, in order. */
    async arrived(deliveryId: string): Promise<readonly string[]> {
      const rows = await db.transaction(channel, tx =>
        tx.query<{ activity_id: string }>(
          'select activity_id from teams_deliveries where delivery_id = $1 order by part',
          [deliveryId],
        ),
      );
      return rows.map(row => row.activity_id);
    },

    add: (deliveryId: string, part: number, activityId: string, at: Date): Promise<void> =>
      db.transaction(
        channel,
        async tx =>
          void (await tx.query(
            'insert into teams_deliveries (delivery_id, part, activity_id, at) values ($1, $2, $3, $4) on conflict do nothing',
            [deliveryId, part, activityId, at],
          )),
      ),

    /** Retention: a delivery is asked for again within days, never after. */
    async deleteBefore(instant: Date): Promise<number> {
      const gone = await db.transaction(channel, tx =>
        tx.query('delete from teams_deliveries where at < $1 returning part', [instant]),
      );
      return gone.length;
    },
  };
}
