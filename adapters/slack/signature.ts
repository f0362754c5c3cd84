import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../src/platform/time/clock.ts';

/** Both ways: Slack's own library accepts any time in the future. */
const toleranceMs = 300_000;
const mostRemembered = 200_000;

export type SignatureVerdict =
  | { readonly kind: 'valid' }
  | { readonly kind: 'refused'; readonly reason: 'missing' | 'clock' | 'wrong' | 'replayed' };

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface SignatureCheck {
  /** What can be told before the body is read. */
  preliminary(headers: Headers): SignatureVerdict;
  /** @param body the bytes as they came */
  verify(headers: Headers, body: Buffer): SignatureVerdict;
  /** The request was taken in: the same signature again is a replay. Slack signs its own repetitions anew. */
  remember(headers: Headers): void;
}

/** Slack's signature `v0=HMAC-SHA256(secret, "v0:<time>:<body>")`. A replay that another process took in is stopped by the inbox instead. */
export function createSignatureCheck(secret: string, clock: Clock): SignatureCheck {
  const seen = new Map<string, number>();
  const preliminary = (headers: Headers): SignatureVerdict => {
    const { time, signature } = signed(headers);
    if (time === null || signature === null) return { kind: 'refused', reason: 'missing' };
    const difference = Math.abs(clock.now().getTime() - time * 1_000);
    return difference > toleranceMs ? { kind: 'refused', reason: 'clock' } : { kind: 'valid' };
  };
  return {
    preliminary,
    verify(headers, body) {
      const verdict = preliminary(headers);
      if (verdict.kind !== 'valid') return verdict;
      const { time, signature } = signed(headers);
      const wanted = createHmac('sha256', secret).update(`v0:${time}:`).update(body).digest();
      if (signature === null || !timingSafeEqual(signature, wanted)) return { kind: 'refused', reason: 'wrong' };
      return seen.has(signature.toString('base64')) ? { kind: 'refused', reason: 'replayed' } : verdict;
    },
    remember(headers) {
      const { signature } = signed(headers);
      const now = clock.now().getTime();
      if (seen.size >= mostRemembered) for (const [one, until] of seen) if (until < now) seen.delete(one);
      if (signature !== null) seen.set(signature.toString('base64'), now + 2 * toleranceMs);
    },
  };
}

function signed(headers: Headers): { readonly time: number | null; readonly signature: Buffer | null } {
  const time = headers['x-slack-request-timestamp'];
  const [, hex] = /^v0=([0-9a-f]{64})$/.exec(String(headers['x-slack-signature'])) ?? [];
  return {
    time: typeof time === 'string' && /^\d{1,12}$/.test(time) ? Number(time) : null,
    signature: hex === undefined ? null : Buffer.from(hex, 'hex'),
  };
}
