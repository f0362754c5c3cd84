import type { HomeSection } from '../../../conversation/contract/home.ts';
import { settingsContent } from '../intents/settings.reply.ts';
import type { NotificationsService } from '../notifications.types.ts';

/** How one is told, as long as there is anything to be told about. */
export function createNotificationsSection({
  notifications,
}: {
  readonly notifications: Pick<NotificationsService, 'settings' | 'kinds'>;
}): HomeSection {
  return {
    name: 'notifications',
    async show(actor) {
      if (notifications.kinds().length === 0) return null;
      return settingsContent(await notifications.settings(actor), actor.locale);
    },
  };
}
