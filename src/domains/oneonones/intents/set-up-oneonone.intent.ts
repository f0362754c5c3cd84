import type { Field } from '../../../conversation/contract/form.ts';
import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { formatPersonName, formatZone } from '../../../platform/i18n/format.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { Clock } from '../../../platform/time/clock.ts';
import type { PersonName, ReportingLine } from '../../people/people.types.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import type { Series, SetUpRefusal } from '../oneonones.types.ts';
import {
  dayAfter,
  dayIn,
  instantOf,
  lengthEnd,
  localOf,
  type Rhythm,
  ruleFor,
  type WantedCadence,
} from '../series.rules.ts';
import {
  button,
  buttons,
  type OneononeDeps,
  result,
  rhythmWords,
  type Slots,
  slotsOf,
  spanOf,
  text,
} from './oneonone-parts.ts';

export interface SetUpDeps extends OneononeDeps {
  readonly clock: Clock;
}

const rhythms = ['weekly', 'biweekly', 'monthly'] as const satisfies readonly Rhythm[];
const lengths = ['half', 'year', 'two'] as const;
const months: Readonly<Record<(typeof lengths)[number], number>> = { half: 6, year: 12, two: 24 };
/** As many as every channel can offer in one field. */
const mostCandidates = 100;

/** A manager sets one up with a member, a member with their manager. The form is the question; it can be undone. */
export function createSetUpOneonone(deps: SetUpDeps): Intent {
  return {
    name: 'set-up-oneonone',
    title: bilingual(oneononesMessages, t => t.intents.setUp.title),
    suggestion: bilingual(oneononesMessages, t => t.intents.setUp.suggestion),
    content: 'personal',
    examples: new URL('./set-up-oneonone.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

interface Candidate {
  readonly memberId: Id<'person'>;
  readonly name: string;
}

async function handle(deps: SetUpDeps, { actor }: IntentContext, input: IntentInput): Promise<IntentResult> {
  const { locale } = actor;
  const line = await deps.people.line(actor);
  const taken = new Set((await deps.oneonones.mine(actor)).map(({ series }) => series.memberId));
  const candidates = candidatesOf(line, actor).filter(({ memberId }) => !taken.has(memberId));
  if (slotsOf(input).step === 'cancel')
    return result(locale, [
      text(oneononesMessages[locale].kept),
      ...buttons(button(oneononesMessages[locale].show, 'show-oneonones')),
    ]);
  if (candidates.length === 0) return nobodyReply(line, actor);
  if (input.kind !== 'form') return formReply(deps, candidates, {}, actor);
  return submit(deps, candidates, input.values, actor);
}

/** The members first: whoever leads people sets up most of them. */
function candidatesOf(line: ReportingLine, actor: PersonActor): readonly Candidate[] {
  const named = (memberId: Id<'person'>, name: PersonName) => ({
    memberId,
    name: formatPersonName(name, actor.locale),
  });
  const members = line.reports.map(({ id, name }) => named(id, name));
  const own = line.manager === null ? [] : [named(actor.personId, line.manager.name)];
  return [...members, ...own].slice(0, mostCandidates);
}

function nobodyReply(line: ReportingLine, { locale }: PersonActor): IntentResult {
  const t = oneononesMessages[locale];
  const reason =
    line.reports.length > 0
      ? t.setUp.everybody
      : line.manager === null
        ? t.setUp.refused['no-members']
        : t.setUp.exists(formatPersonName(line.manager.name, locale));
  return result(locale, [text(reason), ...buttons(button(t.show, 'show-oneonones'))]);
}

async function submit(
  deps: SetUpDeps,
  candidates: readonly Candidate[],
  values: Slots,
  actor: PersonActor,
): Promise<IntentResult> {
  const t = oneononesMessages[actor.locale].setUp;
  const chosen = candidates.length === 1 ? candidates[0] : candidates.find(({ memberId }) => memberId === values.with);
  const { day = '', time = '' } = values;
  const first = instantOf(day, time, actor.timeZone);
  if (chosen === undefined || first === null) {
    // Each field is looked at by itself, so that all that is wrong is said at once.
    const today = dayIn(deps.clock.now(), actor.timeZone).toString();
    return formReply(deps, candidates, values, actor, {
      ...(chosen === undefined ? { with: t.badWith } : {}),
      ...(instantOf(day, '0:00', actor.timeZone) === null ? { day: t.badDay } : {}),
      ...(instantOf(today, time, actor.timeZone) === null ? { time: t.badTime } : {}),
    });
  }
  const setUp = await deps.oneonones.setUp(actor, chosen.memberId, cadenceOf(first, values, actor));
  if (setUp.kind === 'refused')
    return formReply(deps, candidates, values, actor, { [fieldOf(setUp.reason)]: t.refused[setUp.reason] });
  return doneReply(setUp.series, setUp.first, chosen.name, candidates.length > 1, actor);
}

function cadenceOf(first: Date, values: Slots, { timeZone }: PersonActor): WantedCadence {
  const { day, time } = localOf(first, timeZone);
  const rhythm = rhythms.find(one => one === values.rhythm) ?? 'biweekly';
  const length = lengths.find(one => one === values.length) ?? 'year';
  return {
    rule: ruleFor(rhythm, day),
    start: `${day}T${time}`,
    zone: timeZone,
    minutes: Number(values.minutes ?? '30'),
    until: lengthEnd(day, months[length]),
  };
}

function fieldOf(reason: SetUpRefusal): string {
  switch (reason) {
    case 'no-members':
    case 'not-your-member':
    case 'no-manager':
    case 'exists':
      return 'with';
    case 'bad-duration':
      return 'minutes';
    case 'bad-rule':
    case 'too-often':
      return 'rhythm';
    case 'no-end':
    case 'too-long':
      return 'length';
    case 'unknown-zone':
    case 'bad-start':
    case 'over':
    case 'no-meeting':
      return 'day';
  }
}

function formReply(
  { clock }: SetUpDeps,
  candidates: readonly Candidate[],
  values: Slots,
  actor: PersonActor,
  errors: Slots = {},
): IntentResult {
  const { locale } = actor;
  const t = oneononesMessages[locale];
  const fields = fieldsOf(candidates, { day: dayAfter(dayIn(clock.now(), actor.timeZone), 7), ...values }, locale);
  const form = {
    title: t.setUp.title,
    text: t.setUp.text(formatZone(actor.timeZone, actor.locale)),
    fields: fields.map(field => withError(field, errors[field.name])),
    submit: button(t.setUp.send, 'set-up-oneonone', { step: 'do' }),
    cancel: button(t.cancel, 'set-up-oneonone', { step: 'cancel' }),
  };
  return result(locale, [{ kind: 'form', form }]);
}

function withError(field: Field, error: string | undefined): Field {
  return error === undefined ? field : { ...field, error };
}

function fieldsOf(candidates: readonly Candidate[], values: Slots, locale: PersonActor['locale']): readonly Field[] {
  const t = oneononesMessages[locale];
  const choice = (
    name: string,
    label: string,
    options: readonly (readonly [string, string])[],
    value: string | undefined,
  ): Field => ({
    kind: 'choice',
    name,
    label,
    required: true,
    options: options.map(([of, words]) => ({ value: of, label: words })),
    ...(value === undefined ? {} : { value }),
  });
  const short = { kind: 'text', multiline: false, maxLength: 20, required: true } as const;
  const with_ = candidates.map(({ memberId, name }) => [memberId, name] as const);
  return [
    // With whom is nobody's guess, unless there is only one.
    choice('with', t.setUp.with, with_, values.with ?? (candidates.length === 1 ? candidates[0]?.memberId : undefined)),
    choice(
      'rhythm',
      t.setUp.rhythm,
      rhythms.map(one => [one, t.setUp.rhythms[one]] as const),
      values.rhythm ?? 'biweekly',
    ),
    { ...short, name: 'day', label: t.setUp.day, hint: t.setUp.dayHint, value: values.day ?? '' },
    { ...short, name: 'time', label: t.setUp.time, hint: t.setUp.timeHint, value: values.time ?? '10:00' },
    choice(
      'minutes',
      t.setUp.minutes,
      [15, 30, 45, 60].map(m => [String(m), t.minutes(m)] as const),
      values.minutes ?? '30',
    ),
    {
      ...choice(
        'length',
        t.setUp.length,
        lengths.map(one => [one, t.setUp.lengths[one]] as const),
        values.length ?? 'year',
      ),
      hint: t.setUp.lengthHint,
    },
  ];
}

function doneReply(
  series: Series,
  first: Parameters<typeof spanOf>[0] | null,
  other: string,
  hasMore: boolean,
  actor: PersonActor,
): IntentResult {
  const { locale } = actor;
  const t = oneononesMessages[locale];
  const when = first === null ? '' : spanOf(first, actor);
  return result(
    locale,
    [
      text(t.setUp.done(other, rhythmWords(series, locale), when)),
      { kind: 'note', tone: 'info', text: t.series.seen },
      ...buttons(
        button(t.series.addPoint, 'add-oneonone-point', { series: series.id }),
        button(t.show, 'show-oneonones', { series: series.id }),
        hasMore ? button(t.setUp.another, 'set-up-oneonone') : null,
        button(t.undo, 'change-oneonone', { series: series.id, step: 'undo-set-up' }),
      ),
    ],
    { series: series.id },
  );
}
