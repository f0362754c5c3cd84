import type { CatalogueService } from '../../catalogue/catalogue.types.ts';
import type { MilestonesService } from '../milestones.types.ts';

export interface ReviewDeps {
  readonly milestones: Omit<MilestonesService, 'own' | 'offer' | 'answer' | 'setOptOut' | 'planYear'>;
  readonly catalogue: Pick<CatalogueService, 'summaries' | 'resolve'>;
}

/** What a button or a form brings. */
export interface Given {
  readonly slots: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}
