import { z } from 'zod';
import { actionRefSchema } from '../contract/action.ts';

/** What Michi waits for: the choice between intents for a sentence it was not sure about, or the answer to a question it asked. */
const pendingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), text: z.string().max(2_000), intents: z.array(z.string()).max(4) }),
  z.strictObject({
    kind: z.literal('question'),
    intent: z.string(),
    slot: z.string(),
    slots: z.record(z.string(), z.array(z.string().max(200))),
  }),
]);
export type Pending = z.infer<typeof pendingSchema>;

export const conversationSessionSchema = z.strictObject({
  memory: z.strictObject({
    lastIntent: z.string().exactOptional(),
    focus: z.record(z.string(), z.string().max(200)),
    listed: z.array(z.string().max(200)).max(50),
  }),
  pending: pendingSchema.nullable(),
  /** What the items of the last list open, in the order shown: "the second one". */
  opens: z.array(actionRefSchema).max(50),
  /** What the last answer's button for the next page does: "more". */
  more: actionRefSchema.nullable(),
  /** The language of the last answer, and the one the profile had then: a change of the profile wins. */
  spoken: z.strictObject({ locale: z.enum(['ja', 'en']), profile: z.enum(['ja', 'en']) }).nullable(),
});
/** What is kept between two turns of one person in one conversation. It expires, and then the conversation starts anew. */
export type ConversationSession = z.infer<typeof conversationSessionSchema>;

export const newSession: ConversationSession = {
  memory: { focus: {}, listed: [] },
  pending: null,
  opens: [],
  more: null,
  spoken: null,
};
