import type { Log } from '../../platform/log/log.ts';
import type { Identify } from '../contract/identity.ts';
import type { Intent } from '../contract/intent.ts';
import type { Views } from '../contract/views.ts';

export interface ViewsDeps {
  readonly identify: Identify;
  readonly intents: readonly Intent[];
  readonly log: Log;
}

/** A public answer as one of its readers sees it: in their language, as it is now. Whoever is not known sees what everybody sees. */
export function createViews({ identify, intents, log }: ViewsDeps): Views {
  return {
    async of(user, { intent: name, slots }) {
      const intent = intents.find(one => one.name === name);
      if (intent?.refreshable !== true || intent.content !== 'catalogue') return null;
      try {
        const identified = await identify(user);
        if (identified.kind !== 'known') return null;
        const { actor } = identified;
        const context = { actor, scope: 'channel' as const, memory: { focus: {}, listed: [] } };
        const { reply, directOnly } = await intent.handle(context, { kind: 'action', slots });
        return directOnly === true ? null : { ...reply, madeFor: actor.personId, again: { intent: name, slots } };
      } catch (fault) {
        log.error('conversation.view-failed', fault, { intent: name });
        return null;
      }
    },
  };
}
