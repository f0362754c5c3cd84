import { z } from 'zod';

/** Whether what the request asks for has happened when the fault strikes. */
const when = z.enum(['before-effect', 'after-effect']);

const faultSchema = z.discriminatedUnion('kind', [
  /** Any status; 429 with `retryAfter` in seconds as the header Retry-After. */
  z.strictObject({
    kind: z.literal('status'),
    when,
    status: z.number(),
    retryAfter: z.number().exactOptional(),
    body: z.string().exactOptional(),
  }),
  /** The connection is cut without an answer. */
  z.strictObject({ kind: z.literal('reset'), when }),
  /** No answer, and the connection stays open. */
  z.strictObject({ kind: z.literal('hang'), when }),
  /** Status 200 and bytes that are nothing. */
  z.strictObject({ kind: z.literal('garbage'), when }),
]);
export type Fault = z.infer<typeof faultSchema>;

export const faultRuleSchema = z.strictObject({
  /** The path without its query, or `*` for every one. */
  path: z.string(),
  /** The first request of that path that it strikes, counted from 1 since the rules were set; default 1. */
  from: z.number().int().min(1).exactOptional(),
  /** How many in a row; default 1. */
  times: z.number().int().min(1).exactOptional(),
  fault: faultSchema,
});
/** A script by number of request. The first rule that fits a path counts it. */
export type FaultRule = z.infer<typeof faultRuleSchema>;

const ledgerEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('request'),
    number: z.number(),
    at: z.string(),
    method: z.string(),
    path: z.string(),
    body: z.string(),
    fault: z.string().nullable(),
  }),
  /** What happened in the platform, such as a message that people see now. */
  z.strictObject({
    kind: z.literal('effect'),
    number: z.number(),
    at: z.string(),
    name: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
]);
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** Reads a ledger; a last line that a killed process left half is not part of it. */
export function parseLedger(text: string): readonly LedgerEntry[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map(line => ledgerEntrySchema.parse(JSON.parse(line)));
}

/** Paths of the base itself, beside those of the platform. */
export const controlPaths = { faults: '/stand-in/faults', control: '/stand-in/control/' } as const;
