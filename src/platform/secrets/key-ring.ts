import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';

/** One AES-256 key. The id goes into every text that it encrypted, so it must never name another key. */
export interface SecretKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Where a secret stands. It is bound to the text, which is then of no use in any other place. */
export interface SecretPlace {
  readonly table: string;
  readonly column: string;
  /** The key of the row. */
  readonly row: string;
}

/** AES-256-GCM with keys that can be exchanged: the first of the ring encrypts, every one of it decrypts. */
export interface KeyRing {
  /** Never twice the same text. The result is printable: `v1.<key id>.<nonce>.<tag>.<text>`, base64url. */
  encrypt(plain: string, place: SecretPlace): string;
  /** @throws AppError `secrets.unreadable` (no such form), `secrets.key-missing` with the key's id, `secrets.tampered` (changed, or of another place) */
  decrypt(secret: string, place: SecretPlace): string;
  /** Whether encrypting anew would use another key: a job that rotates rewrites exactly these. */
  isStale(secret: string): boolean;
}

const algorithm = 'aes-256-gcm';
const version = 'v1';
const keyBytes = 32;
/** 96 bits, random: far fewer than 2^32 secrets are ever written under one key. */
const nonceBytes = 12;
const tagBytes = 16;

const keyIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/);

/** @throws AppError `secrets.keys-invalid` when there is no key, an id twice, or a key that is no AES-256 key; names the id, never the key */
export function createKeyRing(keys: readonly SecretKey[]): KeyRing {
  const [current] = keys;
  if (current === undefined) throw invalid('', 'missing');
  for (const key of keys) {
    if (!keyIdSchema.safeParse(key.id).success) throw invalid('', 'id');
    if (key.bytes.length !== keyBytes) throw invalid(key.id, 'length');
  }
  const byId = new Map(keys.map(key => [key.id, createSecretKey(key.bytes)]));
  const currentKey = byId.get(current.id);
  if (byId.size !== keys.length || currentKey === undefined) throw invalid(current.id, 'twice');
  return {
    encrypt(plain, place) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, currentKey, nonce, { authTagLength: tagBytes });
      cipher.setAAD(bindingOf(current.id, place));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      const parts = [nonce, cipher.getAuthTag(), text].map(part => part.toString('base64url'));
      return [version, current.id, ...parts].join('.');
    },
    decrypt(secret, place) {
      const envelope = open(secret);
      const key = byId.get(envelope.keyId);
      if (key === undefined) throw new AppError('secrets.key-missing', { detail: { key: envelope.keyId } });
      return decryptWith(key, envelope, place);
    },
    isStale: secret => open(secret).keyId !== current.id,
  };
}

interface Envelope {
  readonly keyId: string;
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly text: Buffer;
}

function open(secret: string): Envelope {
  const [, keyId, ...parts] = /^v1\.([A-Za-z0-9_-]{1,32})\.([\w-]{16})\.([\w-]{22})\.([\w-]*)$/.exec(secret) ?? [];
  if (keyId === undefined) throw new AppError('secrets.unreadable');
  const [nonce, tag, text] = parts.map(part => Buffer.from(part, 'base64url'));
  if (nonce === undefined || tag === undefined || text === undefined) throw new AppError('secrets.unreadable');
  return { keyId, nonce, tag, text };
}

function decryptWith(key: KeyObject, { keyId, nonce, tag, text }: Envelope, place: SecretPlace): string {
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(bindingOf(keyId, place));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new AppError('secrets.tampered', { cause, detail: { key: keyId, table: place.table, column: place.column } });
  }
}

/** JSON, so that no two places have the same bytes. */
function bindingOf(keyId: string, { table, column, row }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([version, keyId, table, column, row]));
}

function invalid(key: string, problem: string): AppError {
  return new AppError('secrets.keys-invalid', { detail: { key, problem } });
}
