import { createHmac, hkdfSync, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../src/platform/time/clock.ts';

/** Long enough for an administrator who asks somebody first. */
const lifetimeMs = 20 * 60_000;

const stateSchema = z.strictObject({ id: z.string(), expires: z.number().int() });
export type InstallState = z.infer<typeof stateSchema>;

export interface StateTokens {
  make(): { readonly id: string; readonly token: string; readonly expires: Date };
  /** Null for what is not ours or has ended. */
  read(token: string): InstallState | null;
}

/** The state of an installation on its way through Slack: signed, short-lived, and bound to one browser by a cookie with its id. */
export function createStateTokens(secret: string, clock: Clock): StateTokens {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'michi slack install', 32));
  const mac = (body: string) => createHmac('sha256', key).update(body).digest();
  return {
    make() {
      const id = randomUUID();
      const expires = clock.now().getTime() + lifetimeMs;
      const body = Buffer.from(JSON.stringify({ id, expires })).toString('base64url');
      return { id, token: `${body}.${mac(body).toString('base64url')}`, expires: new Date(expires) };
    },
    read(token) {
      const [body = '', signature = '', ...rest] = token.split('.');
      const [given, wanted] = [Buffer.from(signature, 'base64url'), mac(body)];
      if (rest.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
      const state = stateSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
      return state.expires <= clock.now().getTime() ? null : state;
    },
  };
}
