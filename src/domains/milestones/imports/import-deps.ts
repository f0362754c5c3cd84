import type { Database } from '../../../platform/db/database.ts';
import type { Clock } from '../../../platform/time/clock.ts';
import type { CatalogueService } from '../../catalogue/catalogue.types.ts';

export interface MilestoneImportsDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** The installation's secret: people are known again by keyed hashes under it. */
  readonly secret: () => Promise<string>;
  readonly catalogue: Pick<CatalogueService, 'summaries'>;
}
