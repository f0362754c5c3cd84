import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import { longestNote } from '../changes.rules.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import { type MeetingView, type Outcome, outcomes } from '../oneonones.types.ts';
import {
  button,
  buttons,
  meetingIn,
  type OneononeDeps,
  otherName,
  refusedChange,
  result,
  slotsOf,
  startOf,
  text,
  withNamed,
} from './oneonone-parts.ts';
import { outcomeButtons } from './series.reply.ts';

const intent = 'close-oneonone';

/** What became of a meeting, with one press; a note is optional, and both can be taken back. */
export function createCloseOneonone(deps: OneononeDeps): Intent {
  return {
    name: intent,
    title: bilingual(oneononesMessages, t => t.intents.close.title),
    suggestion: bilingual(oneononesMessages, t => t.intents.close.suggestion),
    content: 'personal',
    examples: new URL('./close-oneonone.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: OneononeDeps, { actor }: IntentContext, input: IntentInput): Promise<IntentResult> {
  const slots = slotsOf(input);
  const id = meetingIn(slots);
  if (id === null) return askWhich(deps, actor, input);
  const outcome = outcomes.find(one => one === slots.outcome);
  if (outcome !== undefined) return close(deps, actor, id, outcome);
  if (input.kind === 'form') return keepNote(deps, actor, id, input.values.note ?? '');
  switch (slots.step) {
    case 'note':
      return noteForm(deps, actor, id);
    case 'undo-note':
      return keepNote(deps, actor, id, '');
    case 'undo':
      return reopen(deps, actor, id);
    default:
      return askOne(deps, actor, id);
  }
}

async function askWhich(deps: OneononeDeps, actor: PersonActor, input: IntentInput): Promise<IntentResult> {
  const { locale } = actor;
  const t = oneononesMessages[locale];
  const line = await deps.people.line(actor);
  const all = (await deps.oneonones.unclosed(actor)).map(one => ({ ...one, ...one.view }));
  const open = withNamed(input, all, line);
  const [only] = open;
  if (only === undefined) return result(locale, [text(t.close.none), ...buttons(button(t.show, 'show-oneonones'))]);
  const name = ({ view }: MeetingView) => otherName(view, line, locale);
  if (open.length === 1) return outcomeReply(only, name(only), actor);
  const items = open.slice(0, 10).map(view => ({
    title: name(view),
    detail: startOf(view.meeting, actor),
    action: { intent, slots: { meeting: view.meeting.id } },
  }));
  return result(locale, [text(t.close.several(open.length)), { kind: 'list', ordered: false, items }]);
}

async function askOne(deps: OneononeDeps, actor: PersonActor, id: Id<'meeting'>): Promise<IntentResult> {
  const found = await deps.oneonones.meeting(actor, id);
  if (found === null) return refusedChange({ kind: 'gone' }, actor.locale);
  if (found.meeting.state !== 'planned') return refusedChange({ kind: 'too-late' }, actor.locale);
  return outcomeReply(found, otherName(found.view, await deps.people.line(actor), actor.locale), actor);
}

export function outcomeReply({ meeting }: MeetingView, other: string, actor: PersonActor): IntentResult {
  const t = oneononesMessages[actor.locale].close;
  return result(
    actor.locale,
    [text(t.ask(other, startOf(meeting, actor))), ...buttons(...outcomeButtons(meeting, actor.locale))],
    { series: meeting.seriesId },
  );
}

async function close(
  { oneonones }: OneononeDeps,
  actor: PersonActor,
  id: Id<'meeting'>,
  outcome: Outcome,
): Promise<IntentResult> {
  const closed = await oneonones.close(actor, id, outcome);
  if (closed.kind !== 'changed') return refusedChange(closed, actor.locale);
  const t = oneononesMessages[actor.locale];
  const open = await oneonones.points(actor, closed.now.seriesId);
  const newTime = button(t.close.newTime, 'change-oneonone', { meeting: id, step: 'move' });
  return result(
    actor.locale,
    [
      text(t.close.done[outcome]),
      ...(open.length === 0 ? [] : [text(t.close.carried(open.length))]),
      ...buttons(
        outcome === 'moved' ? newTime : null,
        button(t.close.note, intent, { meeting: id, step: 'note' }),
        button(t.show, 'show-oneonones', { series: closed.now.seriesId }),
        button(t.undo, intent, { meeting: id, step: 'undo' }),
      ),
    ],
    { series: closed.now.seriesId },
  );
}

async function reopen({ oneonones }: OneononeDeps, actor: PersonActor, id: Id<'meeting'>): Promise<IntentResult> {
  const reopened = await oneonones.reopenMeeting(actor, id);
  if (reopened.kind !== 'changed') return refusedChange(reopened, actor.locale);
  const t = oneononesMessages[actor.locale].close;
  return result(actor.locale, [text(t.reopened), ...buttons(...outcomeButtons({ id }, actor.locale))]);
}

async function noteForm({ oneonones }: OneononeDeps, actor: PersonActor, id: Id<'meeting'>): Promise<IntentResult> {
  const found = await oneonones.meeting(actor, id);
  if (found === null) return refusedChange({ kind: 'gone' }, actor.locale);
  const t = oneononesMessages[actor.locale];
  const form = {
    title: t.close.noteTitle,
    text: t.close.noteText,
    fields: [
      {
        kind: 'text' as const,
        name: 'note',
        label: t.close.noteField,
        required: true,
        multiline: true,
        maxLength: longestNote,
        value: found.note ?? '',
      },
    ],
    submit: button(t.close.noteSend, intent, { meeting: id, step: 'do-note' }),
    cancel: button(t.cancel, 'show-oneonones', { series: found.meeting.seriesId }),
  };
  return result(actor.locale, [{ kind: 'form', form }]);
}

async function keepNote(
  { oneonones }: OneononeDeps,
  actor: PersonActor,
  id: Id<'meeting'>,
  note: string,
): Promise<IntentResult> {
  const kept = await oneonones.keepNote(actor, id, note);
  if (kept.kind !== 'changed') return refusedChange(kept, actor.locale);
  const t = oneononesMessages[actor.locale];
  const written = note.trim() !== '';
  return result(actor.locale, [
    text(written ? t.close.noteKept : t.close.noteRemoved),
    ...buttons(
      button(t.show, 'show-oneonones', { series: kept.now.seriesId }),
      written
        ? button(t.undo, intent, { meeting: id, step: 'undo-note' })
        : button(t.close.note, intent, { meeting: id, step: 'note' }),
    ),
  ]);
}
