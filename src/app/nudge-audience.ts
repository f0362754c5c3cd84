import type { NudgeAudience } from '../domains/notifications/nudges.types.ts';
import type { PeopleService } from '../domains/people/people.types.ts';

/** Whom HR's own messages may be for, out of the people area. */
export function nudgeAudience(people: Pick<PeopleService, 'withAttributes' | 'attributes' | 'profile'>): NudgeAudience {
  return {
    find: (actor, condition) => people.withAttributes(actor, condition),
    options: actor => people.attributes(actor),
    async own(actor) {
      const found = await people.profile(actor, actor.personId);
      if (found.kind === 'gone') return null;
      const { company, division, jobCategory, position } = found.profile;
      return { company: company.name, division, jobCategory, position };
    },
  };
}
