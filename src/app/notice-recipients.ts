import { signedTenant, type UserRef } from '../conversation/contract/identity.ts';
import type { Recipients } from '../domains/notifications/notifications.types.ts';
import type { PeopleService } from '../domains/people/people.types.ts';
import type { Id } from '../platform/ids/ids.ts';

const delivering = { kind: 'system', purpose: 'deliver' } as const;

/** Whom notices go to, out of the people area. The web chat needs no account, so everybody can be written to there. */
export function noticeRecipients(people: Pick<PeopleService, 'addressed' | 'firstAccounts'>): Recipients {
  return {
    async find(tx, person) {
      const found = await people.addressed(delivering, tx, person);
      if (found === null) return null;
      const [first, ...others] = found.accounts;
      const web = webAccount(person);
      return { ...found, accounts: first === undefined ? [web] : [first, ...others, web] };
    },
    async accounts(ids) {
      const accounts = await people.firstAccounts(delivering, ids);
      return new Map([...accounts].map(([person, account]) => [person, account ?? webAccount(person)]));
    },
  };
}

function webAccount(person: Id<'person'>): UserRef {
  return { channel: 'web', tenant: signedTenant, id: person };
}
