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
import { createReviewMilestones } from '../domains/milestones/intents/review-milestones.intent.ts';
import { createShowMilestones } from '../domains/milestones/intents/show-milestones.intent.ts';
import type { MilestonesService } from '../domains/milestones/milestones.types.ts';
import { createExplainNotice } from '../domains/notifications/intents/explain-notice.intent.ts';
import { createNotificationFigures } from '../domains/notifications/intents/notification-figures.intent.ts';
import { createNotificationSettings } from '../domains/notifications/intents/notification-settings.intent.ts';
import { createRunNudge } from '../domains/notifications/intents/run-nudge.intent.ts';
import { createSnoozeNotice } from '../domains/notifications/intents/snooze-notice.intent.ts';
import { createStopNotice } from '../domains/notifications/intents/stop-notice.intent.ts';
import type { NotificationsService } from '../domains/notifications/notifications.types.ts';
import type { NudgesService } from '../domains/notifications/nudges.types.ts';
import { createAddOneononePoint } from '../domains/oneonones/intents/add-oneonone-point.intent.ts';
import { createChangeOneonone } from '../domains/oneonones/intents/change-oneonone.intent.ts';
import { createCloseOneonone } from '../domains/oneonones/intents/close-oneonone.intent.ts';
import { createOneononeFigures } from '../domains/oneonones/intents/oneonone-figures.intent.ts';
import { createSetUpOneonone } from '../domains/oneonones/intents/set-up-oneonone.intent.ts';
import { createSettleOneononePoint } from '../domains/oneonones/intents/settle-oneonone-point.intent.ts';
import { createShowOneonones } from '../domains/oneonones/intents/show-oneonones.intent.ts';
import type { OneononesService } from '../domains/oneonones/oneonones.types.ts';
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
  readonly oneonones: OneononesService;
  readonly milestones: MilestonesService;
  readonly nudges: NudgesService;
  readonly clock: Clock;
  readonly whomToAsk: OutOfScopeDeps['whomToAsk'];
}

export interface IntentList {
  readonly intents: readonly Intent[];
  readonly outOfScope: Intent;
}

/** Everything that Michi can do, in the order in which help shows it. A new intent is added here and nowhere else. */
export function listIntents({ whomToAsk, ...areas }: IntentDeps): IntentList {
  const intents: Intent[] = [];
  const own = { intents: () => intents };
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
    createShowOneonones(areas),
    createAddOneononePoint(areas),
    createSetUpOneonone(areas),
    createCloseOneonone(areas),
    createChangeOneonone(areas),
    createSettleOneononePoint(areas),
    createOneononeFigures(areas),
    createShowMilestones(areas),
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
    createReviewMilestones(areas),
    createReviewReports(areas),
    createEditAliases(areas),
    createHelpIntent(own),
    createIntroduceIntent(own),
    outOfScope,
  );
  return { intents: intents.map(intent => traced(intent, areas.notifications)), outOfScope };
}
