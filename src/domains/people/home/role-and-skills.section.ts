import type { HomeSection } from '../../../conversation/contract/home.ts';
import type { CatalogueService } from '../../catalogue/catalogue.types.ts';
import { roleAndSkills } from '../intents/profile.reply.ts';
import type { PeopleService } from '../people.types.ts';
import { nameProfile } from '../profile-model.ts';

export interface RoleAndSkillsDeps {
  readonly people: Pick<PeopleService, 'profile' | 'skills'>;
  readonly catalogue: Pick<CatalogueService, 'role' | 'summaries'>;
}

/** The person's role, how many of its must skills they have, and the skills on record; nothing while neither is on record. */
export function createRoleAndSkillsSection({ people, catalogue }: RoleAndSkillsDeps): HomeSection {
  return {
    name: 'role-and-skills',
    async show(actor) {
      const [found, skills] = await Promise.all([
        people.profile(actor, actor.personId),
        people.skills(actor, actor.personId),
      ]);
      if (found.kind === 'gone' || (found.profile.roleId === null && skills.length === 0)) return null;
      return roleAndSkills(await nameProfile(catalogue, actor, found.profile, skills), actor.locale);
    },
  };
}
