import { App, type Receiver } from '@slack/bolt';
import { AppError } from '../../src/platform/errors/app-error.ts';
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
  app.error(fault => Promise.reject(fault));
  app.use(async ({ body }) => {
    answers.set(body, await inbound.take(body));
  });
  return {
    async dispatch(body) {
      const ack = () => Promise.resolve();
      await app.processEvent({ body, ack }).catch(fault => {
        throw original(fault);
      });
      // What Bolt does not know is still ours to acknowledge.
      return answers.get(body) ?? (await inbound.take(body));
    },
  };
}

/** Bolt wraps what a listener throws. */
function original(fault: unknown): unknown {
  if (fault instanceof AppError) return fault;
  if (fault instanceof Error && 'original' in fault && fault.original instanceof Error) return fault.original;
  return fault;
}
