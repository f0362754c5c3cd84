import { createHmac } from 'node:crypto';
import type { PlainDateText } from '../../platform/time/clock.ts';

export interface KnownBy {
  readonly bornOn: PlainDateText;
  readonly email: string | null;
  /** A number of the group that stays over transfers; empty when the file has none. */
  readonly groupNumber: string;
}

/**
 * Keyed hashes (HMAC-SHA-256 under the installation's secret) by which a person is known again when a transfer gives them a new id. The birth
 * date is part of each, so that an address that is given to somebody else later names nobody. Who has neither number nor address, or has
 * only an address that changes with the transfer, is not known again and may be offered the same milestone a second time.
 */
export function personKeys(secret: string, { bornOn, email, groupNumber }: KnownBy): readonly string[] {
  const hash = (kind: string, value: string) =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['milestones', kind, value, bornOn]))
      .digest('base64url');
  return [
    ...(groupNumber === '' ? [] : [hash('group-number', groupNumber)]),
    ...(email === null ? [] : [hash('email', email.toLowerCase())]),
  ];
}
