import type { MilestonesService } from '../domains/milestones/milestones.types.ts';
import { createMilestoneNotices } from '../domains/milestones/notices.ts';
import type { NoticeKind } from '../domains/notifications/notifications.types.ts';

/** Every kind of message that nobody asked for. A new one is added here and nowhere else. */
export function listNoticeKinds(areas: { readonly milestones: MilestonesService }): readonly NoticeKind[] {
  return createMilestoneNotices(areas);
}
