import type { HomeSection } from '../../../conversation/contract/home.ts';
import { button, buttons, type OneononeDeps, otherName } from '../intents/oneonone-parts.ts';
import { seriesItem } from '../intents/series.reply.ts';
import { oneononesMessages } from '../oneonones.messages.ts';

const shown = 3;

/** The next one-on-ones; nothing for whoever has none. */
export function createNextOneononesSection({ oneonones, people }: OneononeDeps): HomeSection {
  return {
    name: 'next-oneonones',
    async show(actor) {
      const views = await oneonones.mine(actor);
      const [first] = views;
      if (first === undefined) return null;
      const t = oneononesMessages[actor.locale];
      const line = await people.line(actor);
      const items = views.slice(0, shown).map(view => seriesItem(view, otherName(view, line, actor.locale), actor));
      const left = views.length - items.length;
      const all = left > 0 ? button(t.more(left), 'show-oneonones', { page: '0' }) : null;
      const add = button(
        t.series.addPoint,
        'add-oneonone-point',
        views.length === 1 ? { series: first.series.id } : {},
      );
      return { title: t.home.title, blocks: [{ kind: 'list', ordered: false, items }, ...buttons(add, all)] };
    },
  };
}
