import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/platform/errors/app-error.ts';
import { createKeyRing, type SecretKey, type SecretPlace } from '../../src/platform/secrets/key-ring.ts';

const key = (id: string): SecretKey => ({ id, bytes: randomBytes(32) });
const place: SecretPlace = { table: 'slack_installations', column: 'bot_token', row: 'T1' };
const [old, current] = [key('2026-01'), key('2026-02')];
const anyPlace = fc.record({ table: fc.string(), column: fc.string(), row: fc.string() });

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'nothing';
  } catch (fault) {
    return fault instanceof AppError ? fault.code : 'another error';
  }
}

describe('a secret', () => {
  it('comes back as it was, whatever it is and wherever it stands', () => {
    const ring = createKeyRing([current]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), anyPlace, (plain, where) => {
        expect(ring.decrypt(ring.encrypt(plain, where), where)).toBe(plain.toWellFormed());
      }),
    );
  });

  it('is never written twice alike, and what is written shows nothing of it', () => {
    const ring = createKeyRing([current]);
    const [first, second] = [ring.encrypt('xoxb-secret', place), ring.encrypt('xoxb-secret', place)];
    expect(first).not.toBe(second);
    expect(first).toMatch(/^v1\.2026-02\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
    expect(Buffer.from(first.split('.')[4] ?? '', 'base64url').toString('latin1')).not.toContain('xoxb');
  });

  it.each([
    ['another row', { ...place, row: 'T2' }],
    ['another column', { ...place, column: 'user_token' }],
    ['another table', { ...place, table: 'teams_references' }],
    ['a place that reads the same when joined', { table: 'slack_installationsbot_token', column: '', row: 'T1' }],
  ])('is of no use in %s', (_what, where) => {
    const ring = createKeyRing([current]);
    expect(codeOf(() => ring.decrypt(ring.encrypt('x', place), where))).toBe('secrets.tampered');
  });

  it('that was changed in any character is refused', () => {
    const ring = createKeyRing([current]);
    const secret = ring.encrypt('xoxb-secret', place);
    for (let at = 0; at < secret.length; at++) {
      const changed = `${secret.slice(0, at)}${secret[at] === 'A' ? 'B' : 'A'}${secret.slice(at + 1)}`;
      const outcome = codeOf(() => {
        // The last letter of a part carries bits that belong to no byte.
        if (ring.decrypt(changed, place) === 'xoxb-secret') throw new AppError('same-bytes');
      });
      expect(['secrets.tampered', 'secrets.unreadable', 'secrets.key-missing', 'same-bytes']).toContain(outcome);
    }
  });

  it.each(['', 'v1', 'v1.2026-02', 'v2.2026-02.a.b.c', 'xoxb-plain-token', 'v1.2026-02.AAAAAAAAAAAAAAAA.AAAA.AAAA'])(
    'is not "%s"',
    text => {
      const ring = createKeyRing([current]);
      expect(codeOf(() => ring.decrypt(text, place))).toBe('secrets.unreadable');
      expect(codeOf(() => ring.isStale(text))).toBe('secrets.unreadable');
    },
  );

  it('says nothing of itself or of a key in a fault', () => {
    const ring = createKeyRing([current]);
    const secret = ring.encrypt('xoxb-secret', place);
    try {
      ring.decrypt(secret, { ...place, row: 'T2' });
      expect.unreachable();
    } catch (fault) {
      const told = fault instanceof AppError ? `${fault.message} ${JSON.stringify(fault.detail)}` : '';
      expect(told).toContain('secrets.tampered');
      expect(told).not.toContain(secret.slice(-8));
      expect(told).not.toContain('T2');
    }
  });
});

describe('a rotation', () => {
  it('reads what an older key wrote, writes with the first, and tells what is left to rewrite', () => {
    const before = createKeyRing([old]).encrypt('xoxb-secret', place);
    const ring = createKeyRing([current, old]);
    expect(ring.decrypt(before, place)).toBe('xoxb-secret');
    expect(ring.isStale(before)).toBe(true);
    const after = ring.encrypt(ring.decrypt(before, place), place);
    expect(ring.isStale(after)).toBe(false);
    expect(createKeyRing([current]).decrypt(after, place)).toBe('xoxb-secret');
  });

  it('that took the old key away too early names the key that is missing', () => {
    const before = createKeyRing([old]).encrypt('x', place);
    expect(() => createKeyRing([current]).decrypt(before, place)).toThrow(
      expect.objectContaining({ code: 'secrets.key-missing', detail: { key: '2026-01' } }),
    );
  });

  it('that gave an old id to a new key is refused as tampering', () => {
    const before = createKeyRing([old]).encrypt('x', place);
    expect(codeOf(() => createKeyRing([key(old.id)]).decrypt(before, place))).toBe('secrets.tampered');
  });
});

describe('a ring', () => {
  it.each([
    ['without a key', [], { key: '', problem: 'missing' }],
    ['with a key of 16 bytes', [{ id: 'a', bytes: randomBytes(16) }], { key: 'a', problem: 'length' }],
    ['with an id twice', [key('a'), key('b'), key('a')], { key: 'a', problem: 'twice' }],
    ['with an id that cannot be written', [key('a.b')], { key: '', problem: 'id' }],
  ])('%s is refused at once', (_what, keys, detail) => {
    expect(() => createKeyRing(keys)).toThrow(expect.objectContaining({ code: 'secrets.keys-invalid', detail }));
  });
});
