import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { vectorText } from '../../src/platform/db/vector.ts';
import { anEmployee, systemActor, type TestDatabase, testDatabase } from '../support/database.ts';

let test: TestDatabase;
const housekeeping = systemActor('housekeeping');

beforeAll(async () => {
  test = await testDatabase();
  await test.db.admin.transaction(tx =>
    tx.query('create table numbers (n bigint, day date, at timestamptz); grant all on numbers to michi_app'),
  );
});
afterAll(() => test.close());

describe('a transaction', () => {
  it('runs as the role without rights of its own and with the actor set', async () => {
    const person = anEmployee({ roles: ['manager'] });
    const rows = await test.db.transaction(person, tx =>
      tx.query(
        `select current_user::text as role, app_person() as person, app_company() as company, app_purpose() as purpose,
                app_has_role('manager') as manager, app_has_role('hr') as hr`,
      ),
    );
    expect(rows).toEqual([
      {
        role: 'michi_app',
        person: person.personId,
        company: person.companyId,
        purpose: null,
        manager: true,
        hr: false,
      },
    ]);
  });

  it('leaves no actor behind for the next one on the same connection', async () => {
    await test.db.transaction(anEmployee({ roles: ['hr'] }), tx => tx.query('select 1'));
    const who = 'select app_person() as person, app_has_role($1) as hr, current_user::text as role';
    const [row] = await test.db.admin.transaction(tx =>
      tx.query<{ person: string | null; hr: boolean; role: string }>(who, ['hr']),
    );
    expect(row).toMatchObject({ person: null, hr: false });
    expect(row?.role).not.toBe('michi_app');
  });

  it('takes an id with quotes in it as text, not as SQL', async () => {
    const person = { ...anEmployee(), personId: `per_'; reset role; --` as const };
    const [row] = await test.db.transaction(person, tx =>
      tx.query<{ person: string; role: string }>('select app_person() as person, current_user::text as role'),
    );
    expect(row).toEqual({ person: person.personId, role: 'michi_app' });
  });

  it('keeps nothing of work that throws, and passes the error on as it is', async () => {
    const failure = new Error('the rule said no');
    const work = test.db.transaction(housekeeping, async tx => {
      await tx.query('insert into numbers (n) values (1)');
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(await count()).toBe(0);
  });

  it('that goes on after a swallowed fault does not pretend to have committed', async () => {
    const work = test.db.transaction(housekeeping, async tx => {
      await tx.query('insert into numbers (n) values (1)');
      await tx.query('select 1/0').catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ code: 'db.rolled-back' });
    expect(await count()).toBe(0);
  });

  it('inside another one is refused at once instead of waiting for ever', async () => {
    const nested = test.db.transaction(housekeeping, () =>
      test.db.transaction(housekeeping, tx => tx.query('select 1')),
    );
    await expect(nested).rejects.toMatchObject({ code: 'db.nested-transaction' });
  });

  it('runs statements that are asked for at once one after the other, and none of them after one that failed', async () => {
    const work = test.db.transaction(housekeeping, tx =>
      Promise.all([
        tx.query('insert into numbers (n) values (1)'),
        tx.query('select 1/0'),
        tx.query('insert into numbers (n) values (2)'),
      ]),
    );
    await expect(work).rejects.toMatchObject({ code: 'db.query', detail: { state: '22012' } });
    expect(await count()).toBe(0);
    const both = await test.db.transaction(housekeeping, tx =>
      Promise.all([tx.query('select 1 as n'), tx.query('select 2 as n')]),
    );
    expect(both).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  });

  it('cannot be used after it is over', async () => {
    const escaped = await test.db.transaction(housekeeping, async tx => tx);
    await expect(escaped.query('select 1')).rejects.toMatchObject({ code: 'db.transaction-over' });
  });

  it('asked for 200 times at once answers each with its own result', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        test.db.transaction(housekeeping, tx => tx.query<{ i: number }>('select $1::int as i', [i])),
      ),
    );
    expect(answers.map(rows => rows[0]?.i)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });
});

describe('a value', () => {
  it('of int8 arrives as a number, and one too large for a number is refused', async () => {
    const read = (n: string) =>
      test.db.transaction(housekeeping, tx => tx.query<{ n: number }>(`select ${n}::bigint as n`));
    expect(await read('9007199254740991')).toEqual([{ n: Number.MAX_SAFE_INTEGER }]);
    await expect(read('9007199254740992')).rejects.toMatchObject({ code: 'db.unsafe-integer' });
  });

  it('of a calendar day arrives as its text, whatever the zone of the process', async () => {
    const rows = await test.db.transaction(housekeeping, tx => tx.query(`select '2026-04-01'::date as day`));
    expect(rows).toEqual([{ day: '2026-04-01' }]);
  });

  it('of a vector is written by vectorText and compared by the index operator', async () => {
    const values = [vectorText([1, 0, 0]), vectorText(new Float32Array([0, 1, 0]))];
    const rows = await test.db.transaction(housekeeping, tx =>
      tx.query('select $1::vector <=> $2::vector as distance', values),
    );
    expect(rows).toEqual([{ distance: 1 }]);
  });
});

describe('a fault', () => {
  it.each([
    [
      'a duplicate key',
      'insert into inbox (channel, key, turn) values ($1, $2, $3), ($1, $2, $3)',
      ['web', 'k', '{}'],
      'db.unique',
    ],
    [
      'a failed check',
      `insert into inbox (channel, key, turn, state) values ($1, $2, $3, 'lost')`,
      ['web', 'k', '{}'],
      'db.check',
    ],
    ['a forbidden statement', 'update audit_entries set action = $1', ['x'], 'db.not-permitted'],
  ])('of %s has a code of its own and names the table', async (_what, sql, values, code) => {
    const work = test.db.transaction(housekeeping, tx => tx.query(sql, values));
    await expect(work).rejects.toMatchObject({ code, retry: 'never' });
  });

  it('never repeats the values of the row', async () => {
    const work = test.db.transaction(housekeeping, async tx => {
      const insert = 'insert into inbox (channel, key, turn) values ($1, $2, $3)';
      await tx.query(insert, ['web', 'Yamada Hanako', '{}']);
      await tx.query(insert, ['web', 'Yamada Hanako', '{}']);
    });
    const text = await work.catch(
      (error: Error) => `${error.stack} ${JSON.stringify(error)} ${String(error.cause)} ${JSON.stringify(error.cause)}`,
    );
    expect(text).toContain('db.unique');
    expect(text).not.toContain('Yamada');
    const wrong = await test.db
      .transaction(housekeeping, tx => tx.query('select $1::text::int', ['Yamada']))
      .catch((error: Error) => String(error.cause));
    expect(wrong).not.toContain('Yamada');
  });

  // The embedded engine runs a statement to its end within one tick; there is nothing to interrupt.
  const url = process.env.TEST_DATABASE_URL;
  if (url) {
    it('of a statement that takes too long comes back as db.timeout, to be tried later', async () => {
      const db = await openDatabase({ kind: 'server', url }, { schema: test.schema, statementTimeoutMs: 100 });
      await expect(db.transaction(housekeeping, tx => tx.query('select pg_sleep(20)'))).rejects.toMatchObject({
        code: 'db.timeout',
        retry: 'later',
      });
      await expect(db.transaction(housekeeping, tx => tx.query('select 1 as one'))).resolves.toEqual([{ one: 1 }]);
      await db.close();
    });

    it('of a connection that breaks between two statements fails that transaction alone', async () => {
      const db = await openDatabase({ kind: 'server', url }, { schema: test.schema });
      const work = db.transaction(housekeeping, async tx => {
        const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
        await test.db.admin.transaction(other => other.query('select pg_terminate_backend($1)', [own?.pid ?? 0]));
        await pause(200);
        return tx.query('select 1 as one');
      });
      await expect(work).rejects.toMatchObject({ code: 'db.connection', retry: 'later' });
      await expect(db.transaction(housekeeping, tx => tx.query('select 1 as one'))).resolves.toEqual([{ one: 1 }]);
      await db.close();
    });
  }

  it('of a server that takes the connection and says nothing ends after our own deadline', async () => {
    const sockets: Socket[] = [];
    const mute = createServer(socket => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo; // it listens on a TCP port
    const db = await openDatabase(
      { kind: 'server', url: `postgres://nobody@127.0.0.1:${port}/none` },
      { acquireTimeoutMs: 200 },
    );
    await expect(db.transaction(housekeeping, tx => tx.query('select 1'))).rejects.toMatchObject({
      code: 'db.timeout',
      retry: 'later',
    });
    expect(await db.ping(200)).toBe(false);
    for (const socket of sockets) {
      socket.destroy();
    }
    mute.close();
    await db.close();
  });

  it('of a server that is away is to be tried later, and the ping says no in time', async () => {
    const db = await openDatabase({ kind: 'server', url: 'postgres://nobody@127.0.0.1:1/none' });
    await expect(db.transaction(housekeeping, tx => tx.query('select 1'))).rejects.toMatchObject({
      code: 'db.connection',
      retry: 'later',
    });
    expect(await db.ping(500)).toBe(false);
    await db.close();
  });

  it('of waiting too long for a free connection is to be tried later', async () => {
    const held = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const single = await singleConnection();
    const holder = single.transaction(housekeeping, async () => {
      begun.resolve();
      await held.promise;
    });
    await begun.promise;
    await expect(single.transaction(housekeeping, tx => tx.query('select 1'))).rejects.toMatchObject({
      code: 'db.timeout',
      retry: 'later',
    });
    held.resolve();
    await holder;
    await expect(single.transaction(housekeeping, tx => tx.query('select 1 as one'))).resolves.toEqual([{ one: 1 }]);
    await single.close();
  });
});

async function singleConnection() {
  const url = process.env.TEST_DATABASE_URL;
  const options = { schema: test.schema, acquireTimeoutMs: 100, poolSize: 1 };
  if (url) {
    return openDatabase({ kind: 'server', url }, options);
  }
  const db = await openDatabase({ kind: 'embedded', dataDir: 'memory' }, options);
  await db.admin.transaction(tx => tx.query('create role michi_app'));
  return db;
}

async function count(): Promise<number | undefined> {
  const [row] = await test.db.transaction(housekeeping, tx =>
    tx.query<{ count: number }>('select count(*) from numbers'),
  );
  return row?.count;
}
