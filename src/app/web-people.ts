import type { WebPeople } from '../../adapters/web/web-message.types.ts';
import { signedTenant } from '../conversation/contract/identity.ts';
import type { PeopleService, PersonName } from '../domains/people/people.types.ts';
import { formatPersonName } from '../platform/i18n/format.ts';
import type { Bilingual } from '../platform/i18n/locale.ts';

const identifying = { kind: 'system', purpose: 'identify' } as const;

/** What the page asks about people, answered by the people area. */
export function webPeople(people: PeopleService): WebPeople {
  const identify = (id: string) => people.identify(identifying, { channel: 'web', tenant: signedTenant, id });
  return {
    knows: async id => (await identify(id)).kind === 'known',
    async find(id) {
      const identified = await identify(id);
      if (identified.kind !== 'known') return null;
      const { actor } = identified;
      const found = await people.profile(actor, id);
      return found.kind === 'found' ? { actor, name: nameInBoth(found.profile.name) } : null;
    },
    async demoPeople() {
      const list = await people.demoPeople(identifying);
      return list.map(({ id, name, label }) => ({ id, name: nameInBoth(name), label }));
    },
  };
}

function nameInBoth(name: PersonName): Bilingual {
  return { ja: formatPersonName(name, 'ja'), en: formatPersonName(name, 'en') };
}
