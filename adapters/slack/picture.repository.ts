import type { SystemActor } from '../../src/platform/access/actor.ts';
import type { Database } from '../../src/platform/db/database.ts';

const channel: SystemActor = { kind: 'system', purpose: 'channel' };

export interface StoredPicture {
  readonly key: string;
  readonly installation: string;
  readonly fileId: string;
}

export type PictureRepository = ReturnType<typeof createPictureRepository>;

/** Which chart of which delivery is which file of Slack. */
export function createPictureRepository(db: Database) {
  return {
    find: (key: string): Promise<string | null> =>
      db.transaction(channel, async tx => {
        const [row] = await tx.query<{ file_id: string }>('select file_id from slack_pictures where key = $1', [key]);
        return row?.file_id ?? null;
      }),

    keep: ({ key, installation, fileId }: StoredPicture, at: Date): Promise<void> =>
      db.transaction(channel, async tx => {
        const sql = `insert into slack_pictures (key, installation, file_id, at) values ($1, $2, $3, $4)
          on conflict (key) do update set installation = excluded.installation, file_id = excluded.file_id, at = excluded.at`;
        await tx.query(sql, [key, installation, fileId, at]);
      }),

    /** At most `limit`, the oldest first. */
    before: (instant: Date, limit: number): Promise<readonly StoredPicture[]> =>
      db.transaction(channel, tx =>
        tx.query<StoredPicture>(
          'select key, installation, file_id as "fileId" from slack_pictures where at < $1 order by at limit $2',
          [instant, limit],
        ),
      ),

    forget: (key: string): Promise<void> =>
      db.transaction(channel, async tx => {
        await tx.query('delete from slack_pictures where key = $1', [key]);
      }),
  };
}
