import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { Clock } from '../../../platform/time/clock.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import type { SeriesView } from '../oneonones.types.ts';
import { endsSoon } from '../planning.rules.ts';
import { type OneononeDeps, otherName, refusedChange, seriesIn, slotsOf, withNamed } from './oneonone-parts.ts';
import { noSeriesReply, seriesListReply, seriesReply } from './series.reply.ts';

export interface ShowDeps extends OneononeDeps {
  readonly clock: Clock;
}

/** One's own one-on-ones: as a member the one with the manager, as a manager all at a glance. */
export function createShowOneonones(deps: ShowDeps): Intent {
  return {
    name: 'show-oneonones',
    title: bilingual(oneononesMessages, t => t.intents.show.title),
    suggestion: bilingual(oneononesMessages, t => t.intents.show.suggestion),
    content: 'personal',
    examples: new URL('./show-oneonones.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: ShowDeps, { actor }: IntentContext, input: IntentInput): Promise<IntentResult> {
  const slots = slotsOf(input);
  const series = seriesIn(slots);
  if (series !== null) return showSeries(deps, actor, series);
  const line = await deps.people.line(actor);
  const views = withNamed(input, await deps.oneonones.mine(actor), line);
  const [only] = views;
  if (only === undefined) return noSeriesReply(line, actor.locale);
  // From the button that leads back to the list, one series is a list, too.
  if (views.length === 1 && slots.page === undefined) return showSeries(deps, actor, only.series.id);
  return seriesListReply(views, Number(slots.page ?? '0') || 0, line, actor);
}

export async function showSeries(deps: ShowDeps, actor: PersonActor, id: Id<'series'>): Promise<IntentResult> {
  const view = await deps.oneonones.series(actor, id);
  if (view === null) return refusedChange({ kind: 'gone' }, actor.locale);
  const [points, line] = [await deps.oneonones.points(actor, id), await deps.people.line(actor)];
  const model = {
    view,
    points,
    other: otherName(view, line, actor.locale),
    unclosed: unclosedOf(view),
    endsSoon: endsSoon(view.series, deps.clock.now()),
  };
  return seriesReply(model, actor);
}

function unclosedOf({ last, series }: SeriesView) {
  return last?.state === 'planned' && series.state !== 'handed-over' ? last : null;
}
