/**
 * `T1/C2` = channel C2 by the installation T1; `T1/@U3` = the direct conversation with U3, whatever its id. One conversation has one address,
 * whether it was begun by a message, a command or Michi itself.
 */
export interface SlackAddress {
  readonly installation: string;
  readonly place: { readonly kind: 'channel'; readonly id: string } | { readonly kind: 'user'; readonly id: string };
}

export function channelAddress(installation: string, channel: string): string {
  return `${installation}/${channel}`;
}

export function directAddress(installation: string, user: string): string {
  return `${installation}/@${user}`;
}

/** Null for what no Slack adapter wrote. */
export function readAddress(address: string): SlackAddress | null {
  const [, installation = '', at = '', id = ''] = /^([A-Z0-9]{2,40})\/(@?)([A-Z0-9]{2,40})$/.exec(address) ?? [];
  if (id === '') return null;
  return { installation, place: { kind: at === '@' ? 'user' : 'channel', id } };
}

/** The exact spot of an answer: in a thread, under a message whose reader waits, or in an open dialog. */
export type ReplySpot =
  | { readonly kind: 'thread'; readonly ts: string }
  | { readonly kind: 'message'; readonly ts: string }
  | { readonly kind: 'view'; readonly id: string };

export function writeSpot(spot: ReplySpot): string {
  return spot.kind === 'view' ? `view:${spot.id}` : `${spot.kind}:${spot.ts}`;
}

export function readSpot(text: string | undefined): ReplySpot | null {
  const [, kind, value = ''] = /^(thread|message|view):([\w.]+)$/.exec(text ?? '') ?? [];
  if (kind === 'view') return { kind, id: value };
  return kind === 'thread' || kind === 'message' ? { kind, ts: value } : null;
}
