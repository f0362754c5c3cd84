import { z } from 'zod';
import type { KeyRing, SecretPlace } from './key-ring.ts';

/** JSON columns that hold what people say to each other or to Michi: encrypted wherever the database lies. */
export interface SealedJson {
  /** For a `jsonb` column: JSON text that holds nothing but the encrypted value. */
  seal(value: unknown, place: SecretPlace): string;
  /** What was stored before columns were sealed is given as it stands. @throws AppError as `KeyRing.decrypt` */
  open(stored: unknown, place: SecretPlace): unknown;
}

/** Text columns take neither NUL nor half a surrogate pair, so what is opened has none either. JSON writes both as escapes. */
function jsonOf(value: unknown): string {
  const json = JSON.stringify(value);
  return /\\u(?:0000|d[89a-f])/.test(json) ? JSON.stringify(value, wellFormed) : json;
}

function wellFormed(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value;
}

const envelopeSchema = z.strictObject({ sealed: z.string() });

export function createSealedJson(keys: KeyRing): SealedJson {
  return {
    seal: (value, place) => JSON.stringify({ sealed: keys.encrypt(jsonOf(value), place) }),
    open(stored, place) {
      const envelope = envelopeSchema.safeParse(stored);
      return envelope.success ? JSON.parse(keys.decrypt(envelope.data.sealed, place)) : stored;
    },
  };
}
