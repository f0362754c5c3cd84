import type { Identified } from '../../conversation/contract/identity.ts';
import type { PersonActor } from '../../platform/access/actor.ts';
import type { Person } from './people.types.ts';

/** Who somebody is to Michi. People who have left are told so and are nobody; people on leave keep their access. */
export function identificationOf(person: Person | null): Identified {
  if (person === null) return { kind: 'unknown' };
  if (person.status === 'left') return { kind: 'refused', reason: 'leaver' };
  return { kind: 'known', actor: actorOf(person) };
}

/** Everybody who is employed is at least an employee. */
export function actorOf(person: Person): PersonActor {
  return {
    kind: 'person',
    personId: person.id,
    companyId: person.companyId,
    roles: ['employee', ...person.michiRoles.filter(role => role !== 'employee')],
    locale: person.locale,
    timeZone: person.timeZone,
  };
}
