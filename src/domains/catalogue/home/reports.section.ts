import type { HomeSection } from '../../../conversation/contract/home.ts';
import type { CatalogueService } from '../catalogue.types.ts';
import { curationMessages } from '../curation.messages.ts';
import { button, nextSteps, text } from '../intents/reply-parts.ts';

/** For HR: names that people looked for and did not find, while there are any. */
export function createReportsSection({
  catalogue,
}: {
  readonly catalogue: Pick<CatalogueService, 'openReports'>;
}): HomeSection {
  return {
    name: 'missing-item-reports',
    async show(actor) {
      if (!actor.roles.includes('hr')) return null;
      const { total } = await catalogue.openReports(actor, 0);
      if (total === 0) return null;
      const t = curationMessages[actor.locale].home;
      return { title: t.title, blocks: [text(t.waiting(total)), ...nextSteps([button(t.open, 'review-reports')])] };
    },
  };
}
