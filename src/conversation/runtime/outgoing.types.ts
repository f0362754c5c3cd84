import { z } from 'zod';
import { replySchema } from '../contract/reply.schema.ts';

/** What has to be sent for one turn, and where. It is stored while it waits, so it stands alone. */
export const outgoingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('here'), deliveryId: z.string(), reply: replySchema }),
  z.strictObject({
    kind: z.literal('direct'),
    deliveryId: z.string(),
    reply: replySchema,
    /** Said where the person asked, after the answer arrived in the direct conversation. */
    pointer: replySchema.nullable(),
    /** Said there when no direct conversation can be opened. */
    otherwise: replySchema,
  }),
]);
export type Outgoing = z.infer<typeof outgoingSchema>;
