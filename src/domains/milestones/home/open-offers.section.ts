import type { HomeSection } from '../../../conversation/contract/home.ts';
import { formatList } from '../../../platform/i18n/format.ts';
import { button, steps, text } from '../intents/milestone-parts.ts';
import { nameOf } from '../intents/offer.reply.ts';
import { milestonesMessages } from '../milestones.messages.ts';
import type { MilestonesService } from '../milestones.types.ts';

/** Trainings that the person can choose a date for, while there are any. */
export function createOpenOffersSection({
  milestones,
}: {
  readonly milestones: Pick<MilestonesService, 'own'>;
}): HomeSection {
  return {
    name: 'open-milestones',
    async show(actor) {
      const { offers, optedOut } = await milestones.own(actor);
      const open = offers.filter(detail => detail.offer.state === 'offered' && detail.choices.length > 0);
      if (optedOut || open.length === 0) return null;
      const t = milestonesMessages[actor.locale];
      const names = formatList(
        open.map(detail => nameOf(detail, actor)),
        actor.locale,
      );
      return {
        title: t.home.title,
        blocks: [text(t.home.waiting(names)), ...steps([button(t.buttons.open, 'show-milestones')])],
      };
    },
  };
}
