import { App, type Receiver } from '@slack/bolt';
import type { Inbound, InboundAnswer } from './inbound.ts';
import { silent } from './web-api.ts';

export interface Bolt {
  /** Runs one verified body through Bolt; a throw means that it must be sent again. */
  dispatch(body: Record<string, unknown>): Promise<InboundAnswer>;
}

/**
 * Bolt with a receiver of our own, for HTTP and Socket Mode alike. Bolt acknowledges events before anybody has written them down, does not
 * know a body that came twice, and leaves presses without a listener unanswered; so the one listener here takes everything, and whoever
 * received the body answers when that has returned.
 */
export function createBolt(inbound: Inbound): Bolt {
  // Each body is an object of its own, so answers of bodies that are under way at the same time are kept apart.
  const answers = new WeakMap<object, InboundAnswer>();
  const faults = new WeakMap<object, unknown>();
  const receiver: Receiver = {
    init: () => undefined,
    start: () => Promise.resolve(undefined),
    stop: () => Promise.resolve(undefined),
  };
  const app = new App({
    receiver,
    logger: silent,
    ignoreSelf: false,
    attachFunctionToken: false,
    // Tokens are looked up where they are used, behind the acknowledgement.
    authorize: () => Promise.resolve({ botId: 'unused' }),
  });
  app.error(() => Promise.resolve());
  app.use(async ({ body }) => {
    try {
      answers.set(body, await inbound.take(body));
    } catch (fault) {
      faults.set(body, fault);
    }
  });
  return {
    async dispatch(body) {
      const ack = () => Promise.resolve();
      // Bolt trips over bodies that lack what it expects; whether they mean anything is for us to say.
      await app.processEvent({ body, ack }).catch(() => undefined);
      if (faults.has(body)) throw faults.get(body);
      return answers.get(body) ?? (await inbound.take(body));
    },
  };
}
