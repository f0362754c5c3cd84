import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { Clock } from '../../../platform/time/clock.ts';
import { changeWanted } from '../changes.rules.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import type { Changed, Meeting, Series, SeriesView } from '../oneonones.types.ts';
import { dayAfter, dayIn, instantOf } from '../series.rules.ts';
import {
  askEndReply,
  askSkipReply,
  chooseReply,
  doneReply,
  keptReply,
  menuReply,
  moveForm,
  pauseForm,
  type Subject,
} from './change.reply.ts';
import {
  dayWords,
  meetingIn,
  type OneononeDeps,
  otherName,
  refusedChange,
  type Slots,
  seriesIn,
  slotsOf,
  spanOf,
  startOf,
  withNamed,
} from './oneonone-parts.ts';

export interface ChangeDeps extends OneononeDeps {
  readonly clock: Clock;
}

/** Skip, move, pause, resume, renew, end: asks first, tells the other one, and each can be undone. */
export function createChangeOneonone(deps: ChangeDeps): Intent {
  return {
    name: 'change-oneonone',
    title: bilingual(oneononesMessages, t => t.intents.change.title),
    suggestion: bilingual(oneononesMessages, t => t.intents.change.suggestion),
    content: 'personal',
    examples: new URL('./change-oneonone.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: ChangeDeps, { actor }: IntentContext, input: IntentInput): Promise<IntentResult> {
  const slots = slotsOf(input);
  const step = input.kind === 'sentence' ? changeWanted(input.text) : (slots.step ?? 'menu');
  const subject = await subjectOf(deps, actor, input);
  if (subject === 'gone') return refusedChange({ kind: 'gone' }, actor.locale);
  if (Array.isArray(subject)) return chooseAmong(deps, subject, step, actor);
  const turn: Turn = { deps, actor, subject };
  if (input.kind === 'form') return submitted(turn, step, input.values);
  return subject.meeting !== null && isAboutMeeting(step)
    ? onMeeting(turn, subject.meeting, step)
    : onSeries(turn, step, slots.until ?? '');
}

interface Turn {
  readonly deps: ChangeDeps;
  readonly actor: PersonActor;
  readonly subject: Subject;
}

/** What the button or the form is about; or, for a sentence, the only series there is, or those to choose among. */
async function subjectOf(
  { oneonones, people }: ChangeDeps,
  actor: PersonActor,
  input: IntentInput,
): Promise<Subject | SeriesView[] | 'gone'> {
  const slots = slotsOf(input);
  const [meetingId, seriesId] = [meetingIn(slots), seriesIn(slots)];
  const line = await people.line(actor);
  const of = (view: SeriesView, meeting: Meeting | null): Subject => ({
    view,
    meeting,
    other: otherName(view, line, actor.locale),
  });
  if (meetingId !== null) {
    const found = await oneonones.meeting(actor, meetingId);
    return found === null ? 'gone' : of(found.view, found.meeting);
  }
  if (seriesId !== null) {
    const view = await oneonones.series(actor, seriesId);
    return view === null ? 'gone' : of(view, view.next);
  }
  const mine = [...withNamed(input, await oneonones.mine(actor), line)];
  const [only] = mine;
  return only !== undefined && mine.length === 1 ? of(only, only.next) : mine;
}

async function chooseAmong(
  { people }: ChangeDeps,
  views: readonly SeriesView[],
  step: string,
  actor: PersonActor,
): Promise<IntentResult> {
  return chooseReply(views, step, await people.line(actor), actor);
}

function isAboutMeeting(step: string): boolean {
  return ['skip', 'do-skip', 'undo-skip', 'move', 'undo-move'].includes(step);
}

async function onMeeting({ deps, actor, subject }: Turn, meeting: Meeting, step: string): Promise<IntentResult> {
  const { oneonones } = deps;
  const t = oneononesMessages[actor.locale];
  const when = startOf(meeting, actor);
  switch (step) {
    case 'skip':
      return askSkipReply(subject, meeting, actor);
    case 'move':
      return moveForm(meeting, {}, actor);
    case 'do-skip':
      return told(await oneonones.skip(actor, meeting.id), actor, () => ({
        said: t.change.skipped(when),
        series: meeting.seriesId,
        undo: { meeting: meeting.id, step: 'undo-skip' },
      }));
    case 'undo-skip':
      return told(await oneonones.unskip(actor, meeting.id), actor, back(t.undone, meeting.seriesId));
    default:
      return told(await oneonones.moveBack(actor, meeting.id), actor, back(t.undone, meeting.seriesId));
  }
}

async function onSeries(turn: Turn, step: string, until: string): Promise<IntentResult> {
  const { actor, subject, deps } = turn;
  const { series } = subject.view;
  switch (step) {
    case 'pause':
      return pauseForm(series, { day: dayAfter(dayIn(deps.clock.now(), series.zone), 28) }, actor);
    case 'end':
      return askEndReply(subject, actor);
    case 'cancel':
      return keptReply(series.id, actor.locale);
    case 'do-end':
    case 'undo-set-up':
    case 'undo-end':
    case 'resume':
    case 'undo-pause':
    case 'renew':
      return changeNow(turn, series, step);
    case 'undo-renew':
      return told(
        await deps.oneonones.renew(actor, series.id, until),
        actor,
        back(oneononesMessages[actor.locale].undone, series.id),
      );
    default:
      return menuReply(subject, isAboutMeeting(step), actor);
  }
}

type Step = 'do-end' | 'undo-set-up' | 'undo-end' | 'resume' | 'undo-pause' | 'renew';

async function changeNow({ deps, actor }: Turn, series: Series, step: Step): Promise<IntentResult> {
  const { oneonones } = deps;
  const { locale } = actor;
  const t = oneononesMessages[locale];
  const { id } = series;
  switch (step) {
    case 'do-end':
    case 'undo-set-up':
      return told(await oneonones.end(actor, id), actor, () => ({
        said: step === 'do-end' ? t.change.ended : t.undone,
        series: id,
        undo: { series: id, step: 'undo-end' },
      }));
    case 'undo-end':
      return told(await oneonones.reopen(actor, id), actor, back(t.undone, id));
    case 'undo-pause':
      return told(await oneonones.resume(actor, id), actor, back(t.undone, id));
    case 'resume':
      return told(await oneonones.resume(actor, id), actor, () => ({
        said: t.change.resumed,
        series: id,
        undo: { series: id, step: 'pause' },
      }));
    case 'renew':
      return renewed(await oneonones.renew(actor, id), series, actor);
  }
}

function renewed(change: Changed<Series>, before: Series, actor: PersonActor): IntentResult {
  const t = oneononesMessages[actor.locale];
  return told(change, actor, now => ({
    said: t.change.renewed(dayWords(now.until, actor.locale)),
    series: now.id,
    undo: { series: now.id, step: 'undo-renew', until: before.until },
  }));
}

async function submitted({ deps, actor, subject }: Turn, step: string, values: Slots): Promise<IntentResult> {
  const t = oneononesMessages[actor.locale];
  const { series } = subject.view;
  if (step === 'do-pause') {
    const until = (values.day ?? '').trim();
    if (instantOf(until, '0:00', series.zone) === null) return pauseForm(series, values, actor, t.setUp.badDay);
    const change = await deps.oneonones.pause(actor, series.id, until);
    if (change.kind === 'past-time') return pauseForm(series, values, actor, t.changed['past-time']);
    return told(change, actor, () => ({
      said: t.change.paused(dayWords(until, actor.locale)),
      series: series.id,
      undo: { series: series.id, step: 'undo-pause' },
    }));
  }
  return subject.meeting === null ? menuReply(subject, true, actor) : move(deps, actor, subject.meeting, values);
}

async function move(
  { oneonones }: ChangeDeps,
  actor: PersonActor,
  meeting: Meeting,
  values: Slots,
): Promise<IntentResult> {
  const t = oneononesMessages[actor.locale];
  const day = (values.day ?? '').trim();
  if (instantOf(day, '0:00', actor.timeZone) === null) return moveForm(meeting, values, actor, { day: t.setUp.badDay });
  const to = instantOf(day, values.time ?? '', actor.timeZone);
  if (to === null) return moveForm(meeting, values, actor, { time: t.setUp.badTime });
  const change = await oneonones.move(actor, meeting.id, to);
  if (change.kind === 'past-time') return moveForm(meeting, values, actor, { day: t.changed['past-time'] });
  return told(change, actor, now => ({
    said: t.change.moved(spanOf(now, actor)),
    series: meeting.seriesId,
    undo: { meeting: meeting.id, step: 'undo-move' },
  }));
}

interface Told {
  readonly said: string;
  readonly series: Id<'series'>;
  readonly undo: Slots | null;
}

const back = (said: string, series: Id<'series'>) => (): Told => ({ said, series, undo: null });

function told<Thing>(change: Changed<Thing>, { locale }: PersonActor, tell: (now: Thing) => Told): IntentResult {
  if (change.kind !== 'changed') return refusedChange(change, locale);
  const { said, series, undo } = tell(change.now);
  return doneReply(said, series, undo, locale);
}
