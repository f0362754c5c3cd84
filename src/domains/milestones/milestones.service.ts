import type { PersonActor } from '../../platform/access/actor.ts';
import { authorise } from '../../platform/access/policy.ts';
import { newId } from '../../platform/ids/ids.ts';
import { answerOffer, findOwn, setOptOut } from './answer-offer.ts';
import type { GivenRule, MilestonesService, OwnMilestones } from './milestones.types.ts';
import { findOffersOf, isOptedOut } from './offers.repository.ts';
import { deleteRule, findRules, insertRule } from './plan.repository.ts';
import { planAll } from './plan-year.ts';
import { auditPlan, authorisePlan, createReviewService } from './review.ts';
import { checkRule } from './rule-check.rules.ts';
import { detailsOf, type MilestonesDeps } from './seats.ts';

export function createMilestonesService(deps: MilestonesDeps): MilestonesService {
  return {
    own: actor => own(deps, actor),
    async offer(actor, id) {
      const offer = await findOwn(deps, actor, id);
      if (offer === null) return null;
      authorise(actor, { data: 'milestone-offer', act: 'read', subject: { personId: offer.personId } });
      const [detail] = await detailsOf(deps, actor, [offer]);
      return detail ?? null;
    },
    answer: (actor, id, answer) => answerOffer(deps, actor, id, answer),
    setOptOut: (actor, out) => setOptOut(deps, actor, out),
    async planYear(actor) {
      authorise(actor, { data: 'milestone-birth-date', act: 'read' });
      return planAll(deps);
    },
    ...createReviewService(deps),
    ...createRuleService(deps),
  };
}

async function own(deps: MilestonesDeps, actor: PersonActor): Promise<OwnMilestones> {
  const { personId } = actor;
  authorise(actor, { data: 'milestone-offer', act: 'read', subject: { personId } });
  const [offers, optedOut] = await deps.db.transaction(actor, async tx => [
    await findOffersOf(tx, personId),
    await isOptedOut(tx, personId),
  ]);
  const today = deps.clock.now().toISOString().slice(0, 10);
  const current = offers.filter(({ fiscalYear, state }) => today <= fiscalYear.to && state !== 'opted-out');
  return { offers: await detailsOf(deps, actor, current), optedOut };
}

function createRuleService(
  deps: MilestonesDeps,
): Pick<MilestonesService, 'rules' | 'checkRule' | 'addRule' | 'removeRule'> {
  const { db } = deps;
  return {
    async rules(actor) {
      authorisePlan(actor, 'read');
      return db.transaction(actor, tx => findRules(tx, actor.companyId));
    },
    async checkRule(actor, rule) {
      authorisePlan(actor, 'read');
      const known = await knownRule(deps, actor, rule);
      return checkRule(known, await db.transaction(actor, tx => findRules(tx, actor.companyId)));
    },
    async addRule(actor, given) {
      authorisePlan(actor, 'write');
      const known = await knownRule(deps, actor, given);
      return db.transaction(actor, async tx => {
        const checked = checkRule(known, await findRules(tx, actor.companyId));
        if (checked.kind === 'refused') return checked;
        const { age, offer, courseId } = checked;
        const rule = { id: newId('milestoneRule'), companyId: actor.companyId, age, offer, courseId };
        await insertRule(tx, rule);
        await auditPlan(tx, actor, 'add-rule', rule.id);
        return { kind: 'saved', rule };
      });
    },
    async removeRule(actor, id) {
      authorisePlan(actor, 'write');
      return db.transaction(actor, async tx => {
        const rule = await deleteRule(tx, id);
        if (rule !== null) await auditPlan(tx, actor, 'remove-rule', id);
        return rule;
      });
    },
  };
}

/** The same without a course that HR does not see in the catalogue. */
async function knownRule({ catalogue }: MilestonesDeps, actor: PersonActor, rule: GivenRule): Promise<GivenRule> {
  if (rule.courseId === null) return rule;
  const found = await catalogue.course(actor, rule.courseId);
  return found.kind === 'found' ? rule : { ...rule, courseId: null };
}
