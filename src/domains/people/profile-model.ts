import type { PersonActor } from '../../platform/access/actor.ts';
import type { CatalogueService, ItemSummary, Role } from '../catalogue/catalogue.types.ts';
import type { PersonProfile, PersonSkill } from './people.types.ts';

/** A person's record with the names of what it refers to. */
export interface NamedProfile {
  readonly profile: PersonProfile;
  readonly skills: readonly PersonSkill[];
  /** The names of the skills; one that left the catalogue is missing. */
  readonly names: readonly ItemSummary[];
  readonly role: Role | null;
}

export async function nameProfile(
  catalogue: Pick<CatalogueService, 'role' | 'summaries'>,
  actor: PersonActor,
  profile: PersonProfile,
  skills: readonly PersonSkill[],
): Promise<NamedProfile> {
  const ids = skills.map(skill => skill.skillId);
  const [role, names] = await Promise.all([
    profile.roleId === null ? null : catalogue.role(actor, profile.roleId),
    catalogue.summaries(actor, ids),
  ]);
  return { profile, skills, names, role: role?.kind === 'found' ? role.item : null };
}
