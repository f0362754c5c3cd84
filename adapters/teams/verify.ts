import { z } from 'zod';
import type { ActivityEnvelope } from './activity.ts';
import { botFrameworkIssuer, type Verdict, type VerifySender } from './sdk-auth.ts';

const headerSchema = z.object({ alg: z.literal('RS256'), kid: z.string().min(1).max(200) });
const claimsSchema = z.object({
  iss: z.literal(botFrameworkIssuer),
  aud: z.string(),
  exp: z.number(),
  serviceurl: z.string().min(1),
});

/**
 * What a token says of itself before anything is verified: enough to turn away what cannot be one of ours, without a look-up and before the
 * body is read. Tokens of other algorithms or issuers never reach the verification.
 */
export function looksLikeOurs(authorization: string | undefined, appId: string): boolean {
  const [, head, payload] = /^Bearer ([\w-]{1,4000})\.([\w-]{1,8000})\.[\w-]{1,4000}$/.exec(authorization ?? '') ?? [];
  const header = headerSchema.safeParse(decoded(head));
  const claims = claimsSchema.safeParse(decoded(payload));
  return header.success && claims.success && claims.data.aud === appId;
}

function decoded(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

const maxWaiting = 20;

/**
 * Tokens under a key that has proven itself are verified at once. All others come one after the other and not too many at a time: each may
 * have the keys fetched anew, and a flood of invented keys must not become a flood of requests.
 */
export function guardKeys(verify: VerifySender): VerifySender {
  const proven = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  async function inTurn(work: () => Promise<Verdict>): Promise<Verdict> {
    if (waiting >= maxWaiting) return { kind: 'refused' };
    waiting += 1;
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine.finally(() => {
      waiting -= 1;
    });
  }
  return async (envelope: ActivityEnvelope, authorization: string) => {
    const kid = keyOf(authorization);
    if (proven.has(kid)) return verify(envelope, authorization);
    const verdict = await inTurn(() => verify(envelope, authorization));
    if (verdict.kind === 'accepted') proven.add(kid);
    return verdict;
  };
}

function keyOf(authorization: string): string {
  const header = headerSchema.safeParse(decoded(authorization.replace(/^Bearer /, '').split('.')[0]));
  return header.success ? header.data.kid : '';
}
