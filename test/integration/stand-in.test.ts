import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../support/stand-in/stand-in.ts';
import type { Fault } from '../support/stand-in/stand-in.types.ts';
import { parseLedger } from '../support/stand-in/stand-in.types.ts';

let board: StandIn;
beforeEach(async () => {
  board = await startStandIn(new URL('../support/stand-in/notice-board.ts', import.meta.url));
});
afterEach(() => board.stop());

/** What a caller sees: a status, or that no whole answer came. */
async function post(body: string, timeoutMs = 10_000): Promise<string> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(`${board.url}/notes`, { method: 'POST', body, signal });
    await response.json();
    return String(response.status);
  } catch (fault) {
    return fault instanceof Error ? fault.name : 'another';
  }
}

const posted = async () => (await board.effects('posted')).map(({ body }) => body);

describe('a stand-in', () => {
  it('answers from a process of its own and keeps a ledger of requests and effects in order', async () => {
    expect(await post('one')).toBe('200');
    expect((await fetch(`${board.url}/elsewhere`)).status).toBe(404);
    expect(await board.ledger()).toMatchObject([
      { number: 1, kind: 'request', method: 'POST', path: '/notes', body: 'one', fault: null },
      { number: 2, kind: 'effect', name: 'posted', data: { body: 'one' } },
      { number: 3, kind: 'request', method: 'GET', path: '/elsewhere' },
    ]);
  });

  it('does what a test tells it, and says so when it cannot', async () => {
    expect(await board.control('add', 'a note of the test')).toBe(1);
    const response = await fetch(`${board.url}/notes`);
    expect(await response.json()).toEqual({ notes: ['a note of the test'] });
    await expect(board.control('fly')).rejects.toThrow('cannot fly');
  });

  it('keeps its ledger and its address when it is killed, and forgets the rest', async () => {
    await post('before');
    await board.kill();
    expect(await post('nobody there')).toBe('TypeError');
    await board.restart();
    const response = await fetch(`${board.url}/notes`);
    expect(await response.json()).toEqual({ notes: [] });
    expect(await posted()).toEqual(['before']);
  });

  it('that is no program fails with a reason', async () => {
    await expect(startStandIn(new URL('../support/stand-in/missing.ts', import.meta.url))).rejects.toThrow(
      'before it listened',
    );
  });
});

describe('a scripted fault', () => {
  const faults: readonly (readonly [Omit<Fault, 'when'> & { readonly status?: number }, string])[] = [
    [{ kind: 'status', status: 503 }, 'SyntaxError'],
    [{ kind: 'reset' }, 'TypeError'],
    [{ kind: 'garbage' }, 'SyntaxError'],
    [{ kind: 'hang' }, 'TimeoutError'],
  ];

  it.each(faults)('%o strikes before the effect, which then never happens, or after it', async (fault, seen) => {
    // Only the moment is missing from the faults above.
    const striking = (when: Fault['when']) => ({ path: '/notes', fault: { ...fault, when } as Fault });
    await board.setFaults([striking('before-effect'), striking('after-effect')]);
    expect(await post('one', 1_000)).toBe(seen);
    expect(await posted()).toEqual([]);
    expect(await post('two', 1_000)).toBe(seen);
    expect(await posted()).toEqual(['two']);
    expect(await post('three')).toBe('200');
  });

  it('says how long to wait', async () => {
    const fault = { kind: 'status', when: 'before-effect', status: 429, retryAfter: 7 } as const;
    await board.setFaults([{ path: '*', fault }]);
    const response = await fetch(`${board.url}/notes`, { method: 'POST', body: 'x' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  });

  it('strikes by number of request, of its own path only, and ends with an empty script', async () => {
    const fault = { kind: 'reset', when: 'before-effect' } as const;
    await board.setFaults([{ path: '/notes', from: 2, times: 2, fault }]);
    await fetch(`${board.url}/elsewhere`);
    const outcomes = [];
    for (const body of ['1', '2', '3', '4']) outcomes.push(await post(body));
    expect(outcomes).toEqual(['200', 'TypeError', 'TypeError', '200']);
    await board.setFaults([{ path: '/notes', times: 99, fault }]);
    await board.setFaults([]);
    expect(await post('5')).toBe('200');
    const struck = (await board.ledger()).flatMap(entry => (entry.kind === 'request' ? [entry.fault] : []));
    expect(struck).toEqual([null, null, 'reset', 'reset', null, null]);
  });
});

it('a ledger whose last line was cut is read up to there', () => {
  const whole = { kind: 'effect', number: 1, at: '2026-04-01T00:00:00Z', name: 'posted', data: {} };
  expect(parseLedger(`${JSON.stringify(whole)}\n{"kind":"eff`)).toEqual([whole]);
});
