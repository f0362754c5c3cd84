import { describe, expect, it } from 'vitest';
import type { HomeSection, HomeView } from '../../src/conversation/contract/home.ts';
import type { Identified } from '../../src/conversation/contract/identity.ts';
import type { Intent } from '../../src/conversation/contract/intent.ts';
import { plainText } from '../../src/conversation/contract/plain-text.ts';
import { createHome } from '../../src/conversation/runtime/home.ts';
import { anEmployee } from '../support/database.ts';

const actor = anEmployee({ locale: 'en' });
const user = { channel: 'fake', tenant: 'test', id: 'U1' } as const;

function homeOf(sections: readonly HomeSection[], identified: Identified = { kind: 'known', actor }) {
  const faults: unknown[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (...parts: unknown[]) => void faults.push(parts) };
  const never = () => Promise.reject(new Error('a home answers no intent'));
  const intents: readonly Intent[] = [1, 2, 3, 4, 5].map(number => ({
    name: `find-${number}`,
    title: { ja: `${number}を探す`, en: `Find ${number}` },
    suggestion: { ja: `${number}はありますか`, en: `Is there a ${number}?` },
    content: 'catalogue',
    ...(number === 1 ? {} : { examples: new URL('file:///examples.txt') }),
    ...(number === 2 ? { roles: ['hr'] } : {}),
    handle: never,
  }));
  const home = createHome({ identify: async () => identified, sections, intents, log });
  return { faults, view: (locale: 'ja' | 'en' | null = 'ja') => home.of(user, locale) };
}

const shows = (name: string): HomeSection => ({
  name,
  show: async ({ personId }) => ({ title: name, blocks: [{ kind: 'text', text: `${name} of ${personId}` }] }),
});
const empty: HomeSection = { name: 'empty', show: async () => null };
const broken: HomeSection = {
  name: 'broken',
  show: async () => {
    throw new Error('the area is down');
  },
};
const textOf = ({ locale, sections }: HomeView) =>
  sections.map(({ title, blocks }) => [title, plainText({ locale, preview: '', blocks })]);

describe('a home', () => {
  it('shows the sections that have something, in their order and in the person’s language', async () => {
    const view = await homeOf([shows('waiting'), empty, shows('skills')]).view('ja');
    expect(view).toMatchObject({ locale: 'en', madeFor: actor.personId });
    expect(textOf(view)).toEqual([
      ['waiting', `waiting of ${actor.personId}`],
      ['skills', `skills of ${actor.personId}`],
    ]);
  });

  it('offers sentences to begin with, of what the person may do', async () => {
    expect((await homeOf([empty]).view()).prompts).toEqual(
      [3, 4, 5].map(number => ({ title: `Find ${number}`, text: `Is there a ${number}?` })),
    );
  });

  it('leaves out a section that fails, and logs which', async () => {
    const { view, faults } = homeOf([broken, shows('skills')]);
    expect((await view()).sections.map(({ title }) => title)).toEqual(['skills']);
    expect(faults).toEqual([['home.section-failed', expect.any(Error), { section: 'broken' }]]);
  });

  it('is never empty', async () => {
    expect(textOf(await homeOf([empty]).view())).toEqual([
      ['Michi', expect.stringContaining("There's nothing to show")],
    ]);
  });

  it.each([
    [{ kind: 'unknown' }, "isn't linked to an employee yet"],
    [{ kind: 'refused', reason: 'guest' }, "can't answer guest accounts"],
  ] as const)('tells somebody who is %o why, and asks no area about them', async (identified, words) => {
    const view = await homeOf([shows('skills')], identified).view('en');
    expect(view).toMatchObject({ madeFor: null, prompts: [] });
    expect(textOf(view)).toEqual([['Michi', expect.stringContaining(words)]]);
  });

  it('speaks both languages to somebody of whom none is known', async () => {
    const view = await homeOf([], { kind: 'unknown' }).view(null);
    expect(textOf(view)[0]?.slice(1).join(' ')).toMatch(/人事.*isn't linked to an employee yet/s);
  });
});
