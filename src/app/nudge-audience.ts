import { tenantName } from '../domains/notifications/deliver-notice.ts';
import type { NudgeAudience } from '../domains/notifications/nudges.types.ts';
import type { PeopleService } from '../domains/people/people.types.ts';
import type { Paces } from '../platform/outbox/paces.ts';
import type { Clock } from '../platform/time/clock.ts';
import { noticeRecipients } from './notice-recipients.ts';

export interface NudgeAudienceDeps {
  readonly people: Pick<PeopleService, 'withAttributes' | 'attributes' | 'ownPlace' | 'addressed' | 'firstAccounts'>;
  readonly paces: Paces;
  readonly clock: Clock;
}

/** Whom HR's own messages may be for, out of the people area, and how long it takes to tell them. */
export function nudgeAudience({ people, paces, clock }: NudgeAudienceDeps): NudgeAudience {
  const recipients = noticeRecipients(people);
  return {
    async secondsFor(ids) {
      const accounts = await recipients.accounts(ids);
      const counts = Map.groupBy(accounts.values(), tenantName);
      return paces.secondsFor(new Map([...counts].map(([tenant, own]) => [tenant, own.length])), clock.now());
    },
    find: (actor, condition) => people.withAttributes(actor, condition),
    async options(actor) {
      const { divisions, jobCategories, positions } = await people.attributes(actor);
      return {
        divisions: divisions.map(label => ({ value: label.en, label })),
        jobCategories: jobCategories.map(value => {
          const words = value.replaceAll('-', ' ');
          return { value, label: { ja: words, en: words } };
        }),
        positions: positions.map(({ position, name }) => ({ value: position, label: name })),
      };
    },
    own: actor => people.ownPlace(actor),
  };
}
