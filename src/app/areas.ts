import { createCatalogueService } from '../domains/catalogue/catalogue.service.ts';
import type { CatalogueService } from '../domains/catalogue/catalogue.types.ts';
import { createMilestonesService } from '../domains/milestones/milestones.service.ts';
import type { MilestonesService } from '../domains/milestones/milestones.types.ts';
import type { NotificationsService } from '../domains/notifications/notifications.types.ts';
import type { NudgesService } from '../domains/notifications/nudges.types.ts';
import { createOneononesService } from '../domains/oneonones/oneonones.service.ts';
import type { OneononesService } from '../domains/oneonones/oneonones.types.ts';
import { createPeopleService } from '../domains/people/people.service.ts';
import type { PeopleService } from '../domains/people/people.types.ts';
import type { Database } from '../platform/db/database.ts';
import type { Embedder } from '../platform/language/embedder.types.ts';
import { createOutbox } from '../platform/outbox/outbox.ts';
import { createPaces } from '../platform/outbox/paces.ts';
import type { KeyRing } from '../platform/secrets/key-ring.ts';
import type { Clock } from '../platform/time/clock.ts';
import { listNoticeKinds } from './notice-kinds.ts';
import { perSecondOf } from './outbox-engine.ts';
import { createTelling, type Telling } from './telling.ts';

export interface Areas {
  readonly catalogue: CatalogueService;
  readonly people: PeopleService;
  readonly notifications: NotificationsService;
  readonly oneonones: OneononesService;
  readonly milestones: MilestonesService;
  readonly nudges: NudgesService;
}

export interface AreaDeps {
  readonly db: Database;
  readonly embedder: Embedder;
  readonly clock: Clock;
  readonly keys: KeyRing;
}

/** The services of all areas; those that tell people something plan it through `telling`, which asks for their kinds of notices later. */
export function createAreas({ db, embedder, clock, keys }: AreaDeps): Areas & { readonly telling: Telling } {
  const people = createPeopleService({ db, clock });
  const catalogue = createCatalogueService({ db, embedder, clock });
  const kinds = () => listNoticeKinds({ oneonones, milestones, people, clock });
  const paces = createPaces({ db, perSecondOf });
  const telling = createTelling({ db, clock, outbox: createOutbox(), kinds, people, paces });
  const oneonones: OneononesService = createOneononesService({ db, clock, keys, notices: telling.notices });
  const milestones: MilestonesService = createMilestonesService({ db, clock, catalogue, notices: telling.notices });
  const { notifications, nudges } = telling;
  return { catalogue, people, notifications, nudges, oneonones, milestones, telling };
}
