import type { Field } from '../../../conversation/contract/form.ts';
import type { Reply } from '../../../conversation/contract/reply.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { formatList } from '../../../platform/i18n/format.ts';
import { type Id, isId } from '../../../platform/ids/ids.ts';
import { milestonesMessages } from '../milestones.messages.ts';
import { type MilestoneRule, type OfferKind, offerKinds, type RuleRefusal } from '../milestones.types.ts';
import { reviewMessages } from '../review.messages.ts';
import { button, goTo, pageOf, pageSize, reply, type Slots, steps, text } from './milestone-parts.ts';
import { said } from './review.reply.ts';
import type { Given, ReviewDeps } from './review-turn.types.ts';

const intent = 'review-milestones';
const ruleSteps = ['rules', 'rule-form', 'rule-check', 'rule-save', 'rule-ask', 'rule-remove'] as const;
type RuleStep = (typeof ruleSteps)[number];

export function isRuleStep(step: string): step is RuleStep {
  return ruleSteps.some(known => known === step);
}

export function ruleTurn(deps: ReviewDeps, actor: PersonActor, step: RuleStep, given: Given): Promise<Reply> {
  switch (step) {
    case 'rules':
      return rulesReply(deps, actor, pageOf(given.slots));
    case 'rule-form':
      return Promise.resolve(formReply(actor, {}, {}));
    case 'rule-check':
      return check(deps, actor, given.values);
    case 'rule-save':
      return save(deps, actor, given.slots);
    case 'rule-ask':
      return askRemove(deps, actor, given.slots);
    case 'rule-remove':
      return remove(deps, actor, given.slots);
  }
}

function ruleWords({ age, offer }: Pick<MilestoneRule, 'age' | 'offer'>, { locale }: PersonActor): string {
  return reviewMessages[locale].ruleOf(age, milestonesMessages[locale].offers[offer]);
}

async function courseNames(
  { catalogue }: ReviewDeps,
  actor: PersonActor,
  ids: readonly Id<'course'>[],
): Promise<ReadonlyMap<string, string>> {
  const found = await catalogue.summaries(actor, [...new Set(ids)]);
  return new Map(found.map(course => [course.id, course.name[actor.locale]]));
}

async function rulesReply(deps: ReviewDeps, actor: PersonActor, page: number): Promise<Reply> {
  const t = reviewMessages[actor.locale];
  const rules = await deps.milestones.rules(actor);
  const add = button(t.buttons.addRule, intent, { step: 'rule-form' });
  const back = button(t.buttons.back, intent);
  if (rules.length === 0) return said(actor, t.noRules, [add, back]);
  const shown = rules.slice(page * pageSize, (page + 1) * pageSize);
  const names = await courseNames(
    deps,
    actor,
    shown.map(({ courseId }) => courseId),
  );
  const left = rules.length - (page + 1) * pageSize;
  const items = shown.map(rule => ({
    title: ruleWords(rule, actor),
    detail: names.get(rule.courseId) ?? t.courseGone,
    action: goTo(intent, { step: 'rule-ask', rule: rule.id }),
  }));
  return reply(actor.locale, t.preview, [
    text(t.rules(rules.length)),
    { kind: 'list', ordered: false, items },
    ...steps([
      left > 0 ? button(t.buttons.more(left), intent, { step: 'rules', page: String(page + 1) }) : null,
      add,
      back,
    ]),
  ]);
}

type RuleField = 'age' | 'offer' | 'course';

const fieldOf: Readonly<Record<RuleRefusal, RuleField>> = {
  'matches-everyone': 'age',
  'age-missing': 'age',
  'age-out-of-range': 'age',
  'unknown-offer': 'offer',
  'unknown-course': 'course',
  twice: 'age',
};

function formReply(actor: PersonActor, values: Slots, errors: Readonly<Partial<Record<RuleField, string>>>): Reply {
  const { ruleForm: t, buttons, preview } = reviewMessages[actor.locale];
  const { offers } = milestonesMessages[actor.locale];
  const more = (name: RuleField) => ({
    name,
    required: true,
    ...(values[name] === undefined ? {} : { value: values[name] }),
    ...(errors[name] === undefined ? {} : { error: errors[name] }),
  });
  const fields: readonly Field[] = [
    { kind: 'text', ...more('age'), label: t.age, hint: t.ageHint, multiline: false, maxLength: 20 },
    {
      kind: 'choice',
      ...more('offer'),
      label: t.offer,
      options: offerKinds.map(value => ({ value, label: offers[value] })),
    },
    { kind: 'text', ...more('course'), label: t.course, hint: t.courseHint, multiline: false, maxLength: 200 },
  ];
  return reply(actor.locale, preview, [
    {
      kind: 'form',
      form: {
        title: t.title,
        fields,
        submit: { label: t.check, ...goTo(intent, { step: 'rule-check' }) },
        cancel: { label: buttons.cancel, ...goTo(intent, { step: 'rules' }) },
      },
    },
  ]);
}

async function check(deps: ReviewDeps, actor: PersonActor, values: Slots): Promise<Reply> {
  const t = reviewMessages[actor.locale];
  const course = await courseIn(deps, actor, values.course ?? '');
  if (course.kind === 'unsure') return formReply(actor, values, { course: t.whichCourse(course.names) });
  const courseId = course.kind === 'course' ? course.id : null;
  const checked = await deps.milestones.checkRule(actor, {
    age: values.age ?? '',
    offer: values.offer ?? '',
    courseId,
  });
  if (checked.kind === 'refused')
    return formReply(actor, values, { [fieldOf[checked.reason]]: t.refused[checked.reason] });
  const name = course.kind === 'course' ? course.name : '';
  const slots = { step: 'rule-save', age: String(checked.age), offer: checked.offer, course: checked.courseId };
  return said(actor, t.askAdd(ruleWords(checked, actor), name), [
    button(t.buttons.add, intent, slots),
    button(t.buttons.cancel, intent, { step: 'rules' }),
  ]);
}

type CourseInWords =
  | { readonly kind: 'course'; readonly id: Id<'course'>; readonly name: string }
  | { readonly kind: 'unsure'; readonly names: string }
  | { readonly kind: 'unknown' };

async function courseIn({ catalogue }: ReviewDeps, actor: PersonActor, words: string): Promise<CourseInWords> {
  const { locale } = actor;
  const found = await catalogue.resolve(actor, { kind: 'course', text: words, locale });
  if (found.kind === 'ambiguous')
    return {
      kind: 'unsure',
      names: formatList(
        found.candidates.map(item => item.name[locale]),
        locale,
      ),
    };
  if (found.kind !== 'found' || !isId('course', found.item.id)) return { kind: 'unknown' };
  return { kind: 'course', id: found.item.id, name: found.item.name[locale] };
}

async function save({ milestones }: ReviewDeps, actor: PersonActor, slots: Slots): Promise<Reply> {
  const t = reviewMessages[actor.locale];
  const { age = '', offer = '', course = '' } = slots;
  const change = await milestones.addRule(actor, { age, offer, courseId: isId('course', course) ? course : null });
  const rules = button(t.buttons.rules, intent, { step: 'rules' });
  if (change.kind === 'refused') return said(actor, t.refused[change.reason], [rules]);
  return said(actor, t.added(ruleWords(change.rule, actor)), [
    rules,
    button(t.buttons.undo, intent, { step: 'rule-remove', rule: change.rule.id }),
  ]);
}

async function askRemove({ milestones }: ReviewDeps, actor: PersonActor, slots: Slots): Promise<Reply> {
  const t = reviewMessages[actor.locale];
  const rule = (await milestones.rules(actor)).find(({ id }) => id === slots.rule);
  const cancel = button(t.buttons.cancel, intent, { step: 'rules' });
  if (rule === undefined) return said(actor, t.ruleGone, [cancel]);
  return said(actor, t.askRemove(ruleWords(rule, actor)), [
    button(t.buttons.remove, intent, { step: 'rule-remove', rule: rule.id }),
    cancel,
  ]);
}

async function remove({ milestones }: ReviewDeps, actor: PersonActor, { rule: id = '' }: Slots): Promise<Reply> {
  const t = reviewMessages[actor.locale];
  const rules = button(t.buttons.rules, intent, { step: 'rules' });
  const rule = isId('milestoneRule', id) ? await milestones.removeRule(actor, id) : null;
  if (rule === null) return said(actor, t.ruleGone, [rules]);
  const undo = {
    step: 'rule-save',
    age: String(rule.age),
    offer: rule.offer satisfies OfferKind,
    course: rule.courseId,
  };
  return said(actor, t.removed(ruleWords(rule, actor)), [rules, button(t.buttons.undo, intent, undo)]);
}
