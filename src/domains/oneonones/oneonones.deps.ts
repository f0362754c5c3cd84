import type { Database } from '../../platform/db/database.ts';
import type { KeyRing } from '../../platform/secrets/key-ring.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { Notices } from '../notifications/notifications.types.ts';

/** What the parts of the service are made of. */
export interface OneononesDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Encrypts points and notes. */
  readonly keys: KeyRing;
  readonly notices: Notices;
}
