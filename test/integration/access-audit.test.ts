import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/platform/access/actor.ts';
import { type AuditEntry, recordAudit } from '../../src/platform/access/audit.ts';
import { newId } from '../../src/platform/ids/ids.ts';
import { aLeaver, anEmployee, systemActor, type TestDatabase, testDatabase } from '../support/database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

const seen = (personId: string): AuditEntry => ({
  action: 'person-profile.read',
  subjectKind: 'person',
  subjectId: personId,
  companyId: null,
});
const entriesVisibleTo = (actor: Actor) =>
  test.db.transaction(actor, tx => tx.query<{ id: string }>('select id from audit_entries'));

describe('an audit entry', () => {
  it('about a person is seen by that person, and not by who wrote it, HR or an administrator', async () => {
    const [owner, reader, companyId] = [anEmployee(), anEmployee(), newId('company')];
    const id = await test.db.transaction(reader, tx => recordAudit(tx, reader, { ...seen(owner.personId), companyId }));
    expect(await entriesVisibleTo(owner)).toEqual([{ id }]);
    for (const other of [
      reader,
      anEmployee({ companyId, roles: ['hr', 'admin', 'officer'] }),
      systemActor('housekeeping'),
      aLeaver(owner),
    ]) {
      expect(await entriesVisibleTo(other)).toEqual([]);
    }
  });

  it('is kept or lost together with what it tells about', async () => {
    const [owner, reader] = [anEmployee(), anEmployee()];
    const work = test.db.transaction(reader, async tx => {
      await recordAudit(tx, reader, seen(owner.personId));
      throw new Error('the read failed');
    });
    await expect(work).rejects.toThrow('the read failed');
    expect(await entriesVisibleTo(owner)).toEqual([]);
  });

  it('cannot be written in another name', async () => {
    const [owner, reader] = [anEmployee(), anEmployee()];
    const forged = test.db.transaction(reader, tx => recordAudit(tx, owner, seen(owner.personId)));
    await expect(forged).rejects.toMatchObject({ code: 'db.not-permitted' });
    const asMichi = test.db.transaction(reader, tx => recordAudit(tx, systemActor('import'), seen(owner.personId)));
    await expect(asMichi).rejects.toMatchObject({ code: 'db.not-permitted' });
  });

  it.each(['update audit_entries set action = $$x$$', 'delete from audit_entries', 'truncate audit_entries'])(
    'withstands "%s", by the application and by the owner of the schema',
    async sql => {
      for (const actor of [anEmployee({ roles: ['admin'] }), systemActor('housekeeping')]) {
        await expect(test.db.transaction(actor, tx => tx.query(sql))).rejects.toMatchObject({
          code: 'db.not-permitted',
        });
      }
      await expect(test.db.admin.transaction(tx => tx.query(sql))).rejects.toMatchObject({ code: 'db.not-permitted' });
    },
  );
});
