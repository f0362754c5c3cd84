import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../src/platform/time/clock.ts';

const claimsSchema = z.strictObject({ person: z.string(), id: z.string(), expires: z.number().int() });
/** Whom a token names, its own id, and until when it holds (milliseconds since 1970, UTC). */
export type Claims = z.infer<typeof claimsSchema>;

export type Verification =
  | { readonly kind: 'valid'; readonly claims: Claims }
  | { readonly kind: 'expired' }
  | { readonly kind: 'broken' };

export interface Signer {
  sign(claims: Claims): string;
  verify(token: string): Verification;
}

/** Signs with HMAC-SHA256. Each purpose has a key of its own, so that a sign-in link is never taken for a cookie. */
export function createSigner(secret: string, purpose: 'cookie' | 'sign-in', clock: Clock): Signer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `michi web ${purpose}`, 32));
  const mac = (body: string): Buffer => createHmac('sha256', key).update(body).digest();
  return {
    sign(claims) {
      const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
      return `${body}.${mac(body).toString('base64url')}`;
    },
    verify(token) {
      const [body = '', signature = '', ...rest] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const wanted = mac(body);
      if (rest.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted))
        return { kind: 'broken' };
      const claims = claimsSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
      return claims.expires <= clock.now().getTime() ? { kind: 'expired' } : { kind: 'valid', claims };
    },
  };
}
