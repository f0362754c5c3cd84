import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { formatInstant } from '../../../platform/i18n/format.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { isId } from '../../../platform/ids/ids.ts';
import { nudgesMessages } from '../nudges.messages.ts';
import type { NudgeDraft } from '../nudges.rules.ts';
import type { Nudge, NudgeOutcome, NudgesService } from '../nudges.types.ts';
import { askStartReply, askStopReply, nudgeForm, nudgeReply, nudgeSaid, nudgesReply } from './nudge.reply.ts';
import { pageOf, type Slots, slotsOf } from './reply-parts.ts';

export interface RunNudgeDeps {
  readonly nudges: NudgesService;
}

/** HR writes a message for some people, tries it, has it approved, runs it and stops it. */
export function createRunNudge(deps: RunNudgeDeps): Intent {
  return {
    name: 'run-nudge',
    title: bilingual(nudgesMessages, t => t.intent.title),
    suggestion: bilingual(nudgesMessages, t => t.intent.suggestion),
    content: 'personal',
    roles: ['hr'],
    examples: new URL('./run-nudge.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle({ nudges }: RunNudgeDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const { actor } = context;
  const slots = slotsOf(input);
  if (slots.step === 'new') return nudgeForm(await nudges.options(actor), {}, [], actor.locale);
  if (slots.step === 'save' && input.kind === 'form') return save({ nudges }, context, input.values);
  const id = slots.nudge ?? '';
  if (!isId('nudge', id)) return nudgesReply(await nudges.list(actor), pageOf(slots), actor.locale);
  const nudge = await nudges.find(actor, id);
  if (nudge === null) return nudgeSaid(nudgesMessages[actor.locale].refused.gone, null, actor.locale);
  return take({ nudges }, context, nudge, slots.step ?? '');
}

async function save({ nudges }: RunNudgeDeps, { actor }: IntentContext, values: Slots): Promise<IntentResult> {
  const saved = await nudges.draft(actor, draftOf(values));
  if (saved.kind === 'saved') return nudgeReply(saved.nudge, null, actor.locale);
  return nudgeForm(await nudges.options(actor), values, saved.faults, actor.locale);
}

function draftOf(values: Slots): NudgeDraft {
  const { name = '', division, jobCategory, position, startsAt = '', rule = '', ja = '', en = '' } = values;
  const chosen = (value: string | undefined) => (value === undefined || value === 'any' ? [] : [value]);
  return {
    name: name.trim(),
    condition: { divisions: chosen(division), jobCategories: chosen(jobCategory), positions: chosen(position) },
    text: { ja: ja.trim(), en: en.trim() },
    startsAt: startsAt.trim(),
    rule: rule.trim() === '' ? null : rule.trim().replace(/^RRULE:/, ''),
  };
}

async function take(
  { nudges }: RunNudgeDeps,
  { actor }: IntentContext,
  nudge: Nudge,
  step: string,
): Promise<IntentResult> {
  const t = nudgesMessages[actor.locale];
  const said = async (outcome: Promise<NudgeOutcome>, words: (people: number) => string) => {
    const done = await outcome;
    if (done.kind === 'refused') return nudgeSaid(t.refused[done.reason], nudge.id, actor.locale);
    return nudgeReply(done.nudge, words(done.people), actor.locale);
  };
  switch (step) {
    case 'dry':
      return dryRun({ nudges }, actor, nudge);
    case 'test':
      return said(nudges.testSend(actor, nudge.id), () => t.tested);
    case 'approve':
      return said(nudges.approve(actor, nudge.id), () => t.approvedNow);
    case 'start':
      return askStart({ nudges }, actor, nudge);
    case 'stop':
      return askStopReply(nudge, actor.locale);
    case 'start-do':
      return said(nudges.start(actor, nudge.id), t.started);
    case 'pause':
      return said(nudges.halt(actor, nudge.id, 'paused'), t.paused);
    case 'stop-do':
      return said(nudges.halt(actor, nudge.id, 'stopped'), t.stopped);
    default:
      return nudgeReply(nudge, step === 'keep' ? t.kept : null, actor.locale);
  }
}

async function askStart({ nudges }: RunNudgeDeps, actor: IntentContext['actor'], nudge: Nudge): Promise<IntentResult> {
  const run = await nudges.dryRun(actor, nudge.id);
  if (run === null) return nudgeSaid(nudgesMessages[actor.locale].refused.gone, null, actor.locale);
  return askStartReply(nudge, run, actor.locale);
}

async function dryRun({ nudges }: RunNudgeDeps, actor: IntentContext['actor'], nudge: Nudge): Promise<IntentResult> {
  const t = nudgesMessages[actor.locale];
  const run = await nudges.dryRun(actor, nudge.id);
  const [first] = run?.times ?? [];
  if (run === null || first === undefined) return nudgeSaid(t.refused.gone, null, actor.locale);
  const when = formatInstant(first.toISOString(), actor.timeZone, actor.locale);
  return nudgeReply(
    { ...nudge, audience: run.people },
    t.dry(run.people, run.total, when, run.times.length, run.minutes),
    actor.locale,
  );
}
