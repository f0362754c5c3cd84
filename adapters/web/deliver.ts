import type {
  ChannelPort,
  Delivery,
  DirectConversation,
  Undelivered,
} from '../../src/conversation/contract/channel.ts';
import { signedTenant } from '../../src/conversation/contract/identity.ts';
import { AppError } from '../../src/platform/errors/app-error.ts';
import { isId } from '../../src/platform/ids/ids.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import type { Feed } from './feed.ts';
import type { WebMessageRepository } from './web-message.repository.ts';
import type { WebPeople } from './web-message.types.ts';

export interface DeliverDeps {
  readonly messages: WebMessageRepository;
  readonly people: WebPeople;
  readonly feed: Feed;
  readonly clock: Clock;
}

/**
 * Delivering is storing: an open page is told at once, a closed one shows it when it is opened. The address is the person's id, out of a turn
 * whose person has just been identified or from `openDirect`, which asks who they are.
 */
export function createWebChannel({ messages, people, feed, clock }: DeliverDeps): ChannelPort {
  return {
    name: 'web',
    send: (address, deliveryId, reply) =>
      delivering<Delivery>(async () => {
        if (!isId('person', address)) return { kind: 'gone' };
        const stored = await messages.append({
          personId: address,
          key: deliveryId,
          at: clock.now(),
          content: { direction: 'out', reply },
        });
        if (stored.isNew) feed.changed(address);
        return { kind: 'sent', ref: stored.id };
      }),
    openDirect: user =>
      delivering<DirectConversation>(async () => {
        const isPerson = user.tenant === signedTenant && isId('person', user.id) && (await people.knows(user.id));
        return isPerson ? { kind: 'opened', address: user.id } : { kind: 'gone' };
      }),
    update: (address, ref, reply) =>
      delivering<Delivery>(async () => {
        if (!isId('person', address) || !(await messages.replace(address, ref, reply))) return { kind: 'gone' };
        feed.changed(address);
        return { kind: 'sent', ref };
      }),
  };
}

/** A passing fault of the database is an outcome of a delivery; storing is idempotent, so it is never ambiguous. */
async function delivering<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | Undelivered> {
  try {
    return await work();
  } catch (fault) {
    if (fault instanceof AppError && fault.retry === 'later') return { kind: 'temporary', reason: fault.code };
    throw fault;
  }
}
