import type { HomeSection } from '../conversation/contract/home.ts';
import type { CatalogueService } from '../domains/catalogue/catalogue.types.ts';
import { createReportsSection } from '../domains/catalogue/home/reports.section.ts';
import { createOpenOffersSection } from '../domains/milestones/home/open-offers.section.ts';
import type { MilestonesService } from '../domains/milestones/milestones.types.ts';
import { createNotificationsSection } from '../domains/notifications/home/notifications.section.ts';
import type { NotificationsService } from '../domains/notifications/notifications.types.ts';
import { createNextOneononesSection } from '../domains/oneonones/home/next-oneonones.section.ts';
import type { OneononesService } from '../domains/oneonones/oneonones.types.ts';
import { createRoleAndSkillsSection } from '../domains/people/home/role-and-skills.section.ts';
import { createSettingsSection } from '../domains/people/home/settings.section.ts';
import type { PeopleService } from '../domains/people/people.types.ts';

/** The sections of a home in the order in which they are shown: what waits first, settings last. A new one is added here and nowhere else. */
export function listHomeSections(areas: {
  readonly catalogue: CatalogueService;
  readonly people: PeopleService;
  readonly notifications: NotificationsService;
  readonly oneonones: OneononesService;
  readonly milestones: MilestonesService;
}): readonly HomeSection[] {
  return [
    createReportsSection(areas),
    createNextOneononesSection(areas),
    createOpenOffersSection(areas),
    createRoleAndSkillsSection(areas),
    createNotificationsSection(areas),
    createSettingsSection(areas),
  ];
}
