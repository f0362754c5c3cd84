import type { NoticeKind } from '../domains/notifications/notifications.types.ts';

/** Every kind of message that nobody asked for. A new one is added here and nowhere else. */
export function listNoticeKinds(): readonly NoticeKind[] {
  return [];
}
