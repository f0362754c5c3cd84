import type { Id } from '../../platform/ids/ids.ts';
import type { KeyRing, SecretPlace } from '../../platform/secrets/key-ring.ts';

/** Texts of the two, encrypted and bound to the row in which they lie. */
export interface SealedText {
  seal(text: string): string;
  open(secret: string): string;
  /** Whether another key would encrypt it now. */
  isStale(secret: string): boolean;
}

export function pointText(keys: KeyRing, id: Id<'point'>): SealedText {
  return sealedText(keys, { table: 'oneonone_points', column: 'text_secret', row: id });
}

export function meetingNote(keys: KeyRing, id: Id<'meeting'>): SealedText {
  return sealedText(keys, { table: 'oneonone_meetings', column: 'note_secret', row: id });
}

function sealedText(keys: KeyRing, place: SecretPlace): SealedText {
  return {
    seal: text => keys.encrypt(text, place),
    open: secret => keys.decrypt(secret, place),
    isStale: secret => keys.isStale(secret),
  };
}
