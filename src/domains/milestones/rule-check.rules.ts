import {
  type CheckedRule,
  type GivenRule,
  type MilestoneRule,
  offerKinds,
  type RuleRefusal,
} from './milestones.types.ts';

export const youngest = 18;
export const oldest = 75;
/** More different ages than this and the rules of a company pick nobody out any more. */
export const mostAges = 20;

type Known = Pick<MilestoneRule, 'age' | 'offer'>;

/** Whether a rule may stand beside the company's `others`. A rule is for one age; one for all of them is refused. */
export function checkRule(given: GivenRule, others: readonly Known[]): CheckedRule {
  const age = ageOf(given.age);
  if (typeof age === 'string') return { kind: 'refused', reason: age };
  const offer = offerKinds.find(kind => kind === given.offer);
  if (offer === undefined) return { kind: 'refused', reason: 'unknown-offer' };
  if (given.courseId === null) return { kind: 'refused', reason: 'unknown-course' };
  if (others.some(other => other.age === age && other.offer === offer)) return { kind: 'refused', reason: 'twice' };
  if (new Set([...others.map(other => other.age), age]).size > mostAges)
    return { kind: 'refused', reason: 'matches-everyone' };
  return { kind: 'rule', age, offer, courseId: given.courseId };
}

/** `30`, `３０`, `30歳`. Anything that stands for several ages (`*`, `all`, `18-75`, `30,40`) would match people whom nobody named. */
function ageOf(text: string): number | RuleRefusal {
  const words = text.normalize('NFKC').trim().replace(/歳$/u, '');
  if (words === '') return 'age-missing';
  if (!/^\d{1,3}$/.test(words)) return 'matches-everyone';
  const age = Number(words);
  return age < youngest || age > oldest ? 'age-out-of-range' : age;
}
