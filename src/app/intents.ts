import type { Intent } from '../conversation/contract/intent.ts';
import { createHelpIntent } from '../conversation/runtime/intents/help.intent.ts';
import { createIntroduceIntent } from '../conversation/runtime/intents/introduce.intent.ts';
import { createOutOfScopeIntent, type OutOfScopeDeps } from '../conversation/runtime/intents/out-of-scope.intent.ts';
import type { CatalogueService } from '../domains/catalogue/catalogue.types.ts';
import { createCompareRoles } from '../domains/catalogue/intents/compare-roles.intent.ts';
import { createEditAliases } from '../domains/catalogue/intents/edit-aliases.intent.ts';
import { createFindCourses } from '../domains/catalogue/intents/find-courses.intent.ts';
import { createFindPostings } from '../domains/catalogue/intents/find-postings.intent.ts';
import { createFindRoles } from '../domains/catalogue/intents/find-roles.intent.ts';
import { createReportMissing } from '../domains/catalogue/intents/report-missing.intent.ts';
import { createReviewReports } from '../domains/catalogue/intents/review-reports.intent.ts';
import { createShowCourse } from '../domains/catalogue/intents/show-course.intent.ts';
import { createShowPosting } from '../domains/catalogue/intents/show-posting.intent.ts';
import { createShowRoleSkills } from '../domains/catalogue/intents/show-role-skills.intent.ts';
import { createShowSkill } from '../domains/catalogue/intents/show-skill.intent.ts';
import { createExplainNotice } from '../domains/notifications/intents/explain-notice.intent.ts';
import { createNotificationFigures } from '../domains/notifications/intents/notification-figures.intent.ts';
import { createNotificationSettings } from '../domains/notifications/intents/notification-settings.intent.ts';
import { createRunNudge } from '../domains/notifications/intents/run-nudge.intent.ts';
import { createSnoozeNotice } from '../domains/notifications/intents/snooze-notice.intent.ts';
import { createStopNotice } from '../domains/notifications/intents/stop-notice.intent.ts';
import type { NotificationsService } from '../domains/notifications/notifications.types.ts';
import type { NudgesService } from '../domains/notifications/nudges.types.ts';
import { createChooseChannel } from '../domains/people/intents/choose-channel.intent.ts';
import { createShowProfile } from '../domains/people/intents/show-profile.intent.ts';
import { createSwitchLanguage } from '../domains/people/intents/switch-language.intent.ts';
import type { PeopleService } from '../domains/people/people.types.ts';
import type { Clock } from '../platform/time/clock.ts';
import { traced } from './telling.ts';

interface IntentDeps {
  readonly catalogue: CatalogueService;
  readonly people: PeopleService;
  readonly notifications: NotificationsService;
  readonly nudges: NudgesService;
  readonly clock: Clock;
  readonly whomToAsk: OutOfScopeDeps['whomToAsk'];
}

export interface IntentList {
  readonly intents: readonly Intent[];
  readonly outOfScope: Intent;
}

/** Everything that Michi can do, in the order in which help shows it. A new intent is added here and nowhere else. */
export function listIntents({ catalogue, people, notifications, nudges, clock, whomToAsk }: IntentDeps): IntentList {
  const intents: Intent[] = [];
  const own = { intents: () => intents };
  const areas = { catalogue, people, notifications, nudges, clock };
  const outOfScope = createOutOfScopeIntent({ ...own, whomToAsk });
  intents.push(
    createShowRoleSkills(areas),
    createFindPostings(areas),
    createFindCourses(areas),
    createCompareRoles(areas),
    createFindRoles(areas),
    createShowSkill(areas),
    createShowPosting(areas),
    createShowCourse(areas),
    createShowProfile(areas),
    createSwitchLanguage(areas),
    createChooseChannel(areas),
    createNotificationSettings(areas),
    createSnoozeNotice(areas),
    createStopNotice(areas),
    createExplainNotice(areas),
    createNotificationFigures(areas),
    createRunNudge(areas),
    createReportMissing(areas),
    createReviewReports(areas),
    createEditAliases(areas),
    createHelpIntent(own),
    createIntroduceIntent(own),
    outOfScope,
  );
  return { intents: intents.map(intent => traced(intent, notifications)), outOfScope };
}
