import type { PersonActor } from '../../platform/access/actor.ts';
import type { Identification, Person } from './people.types.ts';

/** Who somebody is to Michi. People who have left are told so and are nobody; people on leave keep their access. */
export function identificationOf(person: Person | null): Identification {
  if (person === null) return { kind: 'unlinked' };
  if (person.status === 'left') return { kind: 'left' };
  return { kind: 'known', actor: actorOf(person) };
}

/** Everybody who is employed is at least an employee. */
function actorOf(person: Person): PersonActor {
  return {
    kind: 'person',
    personId: person.id,
    companyId: person.companyId,
    roles: ['employee', ...person.michiRoles.filter(role => role !== 'employee')],
    locale: person.locale,
    timeZone: person.timeZone,
  };
}
