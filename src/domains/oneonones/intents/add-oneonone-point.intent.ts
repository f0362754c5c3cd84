import type { Field } from '../../../conversation/contract/form.ts';
import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import { type Point, type SeriesView, visibilities } from '../oneonones.types.ts';
import { longestPoint, pointInSentence } from '../points.rules.ts';
import {
  button,
  buttons,
  type OneononeDeps,
  otherName,
  pointIn,
  refusedChange,
  result,
  type Slots,
  seriesIn,
  shorten,
  slotsOf,
  text,
  withNamed,
} from './oneonone-parts.ts';

/** A point for the next meeting, from a button, a form, or any sentence that names one. The form is the question; it can be undone. */
export function createAddOneononePoint(deps: OneononeDeps): Intent {
  return {
    name: 'add-oneonone-point',
    title: bilingual(oneononesMessages, t => t.intents.addPoint.title),
    suggestion: bilingual(oneononesMessages, t => t.intents.addPoint.suggestion),
    content: 'personal',
    examples: new URL('./add-oneonone-point.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

interface Choice {
  readonly view: SeriesView;
  readonly name: string;
}

async function handle(deps: OneononeDeps, { actor }: IntentContext, input: IntentInput): Promise<IntentResult> {
  const slots = slotsOf(input);
  const point = pointIn(slots);
  if (point !== null) {
    const removed = await deps.oneonones.removePoint(actor, point);
    return removed.kind === 'changed' ? removedReply(removed.now, actor) : refusedChange(removed, actor.locale);
  }
  if (slots.step === 'cancel') return keptReply(actor, slots);
  const choices = await choicesOf(deps, actor, slots);
  if (choices.length === 0) return noSeriesReply(actor);
  if (input.kind === 'form') return submit(deps, choices, slots, input.values, actor);
  if (input.kind !== 'sentence') return formReply(choices, slots, {}, actor);
  const words = pointInSentence(input.text);
  // Whoever is named in the point is whom it is about, not whom it is for.
  const asked = { ...input, text: input.text.normalize('NFKC').replace(words, ' ') };
  const views = choices.map(({ view }) => view);
  const [named, other] = withNamed(asked, views, await deps.people.line(actor));
  const series = named === undefined || other !== undefined ? {} : { series: named.series.id };
  return formReply(choices, slots, { point: words, ...series }, actor);
}

/** The one that the button names, or every one that lives, the actor's own as a member first. */
async function choicesOf(
  { oneonones, people }: OneononeDeps,
  actor: PersonActor,
  slots: Slots,
): Promise<readonly Choice[]> {
  const line = await people.line(actor);
  const wanted = seriesIn(slots);
  const mine = await oneonones.mine(actor);
  const views = wanted === null ? mine : mine.filter(({ series }) => series.id === wanted);
  return views
    .toSorted((left, right) => Number(right.side === 'member') - Number(left.side === 'member'))
    .map(view => ({ view, name: otherName(view, line, actor.locale) }));
}

async function submit(
  { oneonones }: OneononeDeps,
  choices: readonly Choice[],
  slots: Slots,
  values: Slots,
  actor: PersonActor,
): Promise<IntentResult> {
  const words = (values.point ?? '').trim();
  const chosen = choices.length === 1 ? choices[0] : choices.find(({ view }) => view.series.id === values.series);
  const wrong = wrongWords(words, actor);
  if (chosen === undefined || wrong !== null) {
    const which = chosen === undefined ? { series: oneononesMessages[actor.locale].point.noWhich } : {};
    return formReply(choices, slots, values, actor, { ...which, ...(wrong === null ? {} : { point: wrong }) });
  }
  const visibility = visibilities.find(one => one === values.visibility) ?? 'shared';
  const added = await oneonones.addPoint(actor, chosen.view.series.id, words, visibility);
  return added.kind === 'changed' ? addedReply(added.now, chosen.name, actor) : refusedChange(added, actor.locale);
}

function wrongWords(words: string, { locale }: PersonActor): string | null {
  const t = oneononesMessages[locale].point;
  if (words === '') return t.empty;
  return words.length > longestPoint ? t.tooLong(longestPoint) : null;
}

function formReply(
  choices: readonly Choice[],
  slots: Slots,
  values: Slots,
  { locale }: PersonActor,
  errors: Slots = {},
): IntentResult {
  const t = oneononesMessages[locale];
  const keep = slots.series === undefined ? {} : { series: slots.series };
  const words: Field = {
    kind: 'text',
    name: 'point',
    label: t.point.words,
    required: true,
    multiline: true,
    maxLength: longestPoint,
    value: values.point ?? '',
    ...errorOf('point', errors),
  };
  const who: Field = {
    kind: 'choice',
    name: 'visibility',
    label: t.point.visibility,
    required: true,
    options: visibilities.map(one => ({ value: one, label: t.point.visibilities[one] })),
    value: values.visibility ?? 'shared',
  };
  const form = {
    title: t.point.title,
    text: t.point.text,
    fields: [...whichField(choices, values, errors, t.point.which), words, who],
    submit: button(t.point.send, 'add-oneonone-point', { ...keep, step: 'do' }),
    cancel: button(t.cancel, 'add-oneonone-point', { ...keep, step: 'cancel' }),
  };
  return result(locale, [{ kind: 'form', form }], keep);
}

/** Nobody is asked where there is no choice; where there is one it is nobody's guess, since the wrong person would read it. */
function whichField(choices: readonly Choice[], values: Slots, errors: Slots, label: string): readonly Field[] {
  if (choices.length < 2) return [];
  const options = choices.slice(0, 100).map(({ view, name }) => ({ value: view.series.id, label: name }));
  const value = values.series === undefined ? {} : { value: values.series };
  return [{ kind: 'choice', name: 'series', label, required: true, options, ...value, ...errorOf('series', errors) }];
}

function errorOf(name: string, errors: Slots): { readonly error?: string } {
  const error = errors[name];
  return error === undefined ? {} : { error };
}

function addedReply(point: Point, other: string, { locale }: PersonActor): IntentResult {
  const t = oneononesMessages[locale];
  const words = shorten(point.text, 120);
  const said = point.visibility === 'private' ? t.point.addedPrivate(words) : t.point.added(words, other);
  return result(
    locale,
    [
      text(said),
      ...buttons(
        button(t.show, 'show-oneonones', { series: point.seriesId }),
        button(t.point.another, 'add-oneonone-point', { series: point.seriesId }),
        button(t.undo, 'add-oneonone-point', { point: point.id }),
      ),
    ],
    { series: point.seriesId },
  );
}

function removedReply({ seriesId }: Point, { locale }: PersonActor): IntentResult {
  const t = oneononesMessages[locale];
  const show = button(t.show, 'show-oneonones', { series: seriesId });
  return result(locale, [
    text(t.point.removed),
    ...buttons(show, button(t.point.another, 'add-oneonone-point', { series: seriesId })),
  ]);
}

function keptReply({ locale }: PersonActor, { series }: Slots): IntentResult {
  const t = oneononesMessages[locale];
  const show = button(t.show, 'show-oneonones', series === undefined ? {} : { series });
  return result(locale, [text(t.kept), ...buttons(show)]);
}

function noSeriesReply({ locale }: PersonActor): IntentResult {
  const t = oneononesMessages[locale];
  return result(locale, [text(t.point.noSeries), ...buttons(button(t.list.setUp, 'set-up-oneonone'))]);
}
