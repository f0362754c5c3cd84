import type { MilestonesService } from '../domains/milestones/milestones.types.ts';
import { createMilestoneNotices } from '../domains/milestones/notices.ts';
import type { NoticeKind } from '../domains/notifications/notifications.types.ts';
import { createChangedNotice } from '../domains/oneonones/notices/oneonone-changed.notice.ts';
import { createCloseNotice } from '../domains/oneonones/notices/oneonone-close.notice.ts';
import { createPointsNotice, type NoticeDeps } from '../domains/oneonones/notices/oneonone-points.notice.ts';

/** Every kind of message that nobody asked for. A new one is added here and nowhere else. */
export function listNoticeKinds(areas: NoticeDeps & { readonly milestones: MilestonesService }): readonly NoticeKind[] {
  return [
    createPointsNotice(areas),
    createChangedNotice(areas),
    createCloseNotice(areas),
    ...createMilestoneNotices(areas),
  ];
}
