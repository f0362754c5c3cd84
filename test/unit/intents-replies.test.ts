import { describe, expect, it } from 'vitest';
import { type Action, actionRefSchema } from '../../src/conversation/contract/action.ts';
import type { IntentResult } from '../../src/conversation/contract/intent.ts';
import type { Block, Reply } from '../../src/conversation/contract/reply.ts';
import { type Locale, locales } from '../../src/platform/i18n/locale.ts';
import { architect, profile, skillName } from './intents-sample-items.ts';
import { allReplies } from './intents-sample-replies.ts';

const samples = locales.flatMap(locale =>
  Object.entries(allReplies(locale)).map(([name, result]) => [name, locale, result] as const),
);
const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function buttonRows(reply: Reply): readonly (readonly Action[])[] {
  return reply.blocks.flatMap(block =>
    block.kind === 'actions' ? [block.actions] : block.kind === 'card' && block.actions ? [block.actions] : [],
  );
}

function listItems(reply: Reply) {
  return reply.blocks.flatMap(block => (block.kind === 'list' ? block.items : []));
}

/** Everything that a person reads, without intent names, slots and other machinery. */
function words(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string')
    return ['kind', 'tone', 'style', 'intent', 'locale', 'name'].includes(key) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(entry => words(entry, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) => (name === 'slots' ? [] : words(entry, name)));
}

function blocksOf<Kind extends Block['kind']>(reply: Reply, kind: Kind) {
  return reply.blocks.filter((block): block is Extract<Block, { kind: Kind }> => block.kind === kind);
}

describe.each(samples)('%s in %s', (_name, locale: Locale, result: IntentResult) => {
  const { reply } = result;

  it('is in the language that was asked for', () => {
    expect(reply.locale).toBe(locale);
    expect(japanese.test(reply.preview)).toBe(locale === 'ja');
  });

  it('has one to four buttons in a row, at most one of them primary, each with short words', () => {
    const rows = buttonRows(reply);
    for (const row of rows) expect(row.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.length).toBeLessThanOrEqual(4);
    const buttons = rows.flat();
    expect(buttons.filter(button => button.style === 'primary').length).toBeLessThanOrEqual(1);
    for (const button of buttons) expect([...button.label].length).toBeLessThanOrEqual(75);
  });

  it('carries only ids, page numbers and fixed words in its buttons', () => {
    const forms = blocksOf(reply, 'form').flatMap(({ form }) => [form.submit, form.cancel]);
    const items = listItems(reply).flatMap(item => item.action ?? []);
    for (const { intent, slots } of [...buttonRows(reply).flat(), ...items, ...forms]) {
      expect(actionRefSchema.safeParse({ intent, slots }).success).toBe(true);
      for (const value of Object.values(slots)) expect(value).toMatch(/^[a-z0-9_,-]+$/);
    }
  });

  it('previews nothing personal: no names, no figures', () => {
    const personal = [
      profile.name.family,
      profile.name.familyLatin,
      profile.number,
      architect.name[locale],
      skillName(7)[locale],
      desk,
    ];
    for (const secret of personal) expect(reply.preview).not.toContain(secret);
    expect(reply.preview).not.toMatch(/\d/);
  });

  it('has no exclamation mark, no emoji, no line over 300 characters, no stray control character', () => {
    for (const text of words(reply)) {
      expect(text).not.toMatch(/[!！]/u);
      expect(text).not.toMatch(/\p{Extended_Pictographic}/u);
      expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B]/u);
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(300);
      expect(text).not.toBe('');
    }
  });

  it('is punctuated as Japanese is', () => {
    if (locale !== 'ja') return;
    for (const text of words(reply)) {
      expect(text).not.toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}][,.;?]/u);
      expect(text).not.toMatch(/。[、。]|、。|undefined|null/u);
    }
  });

  it('reads as plain English', () => {
    if (locale !== 'en') return;
    for (const text of words(reply))
      expect(text).not.toMatch(/undefined|null| {2}|\.\.| ,|\b1 (?:skills|roles|courses)\b/);
  });

  it('shows at most five rows before more, eight in a table or a chart', () => {
    for (const list of blocksOf(reply, 'list')) expect(list.items.length).toBeLessThanOrEqual(5);
    for (const table of blocksOf(reply, 'table')) expect(table.rows.length).toBeLessThanOrEqual(8);
    for (const { chart } of blocksOf(reply, 'chart')) expect(chart.rows.length).toBeLessThanOrEqual(8);
  });

  it('remembers its list in the order shown, so that "the second one" is what it looks like', () => {
    const opened = listItems(reply).flatMap(item =>
      item.action === undefined ? [] : [Object.values(item.action.slots)],
    );
    if (opened.length === 0) return;
    expect(result.listed).toHaveLength(opened.length);
    for (const [place, ids] of opened.entries()) expect(ids).toContain(result.listed?.[place]);
  });
});

const desk = 'career-desk@';
const replies = { ja: allReplies('ja'), en: allReplies('en') };

function textOf(name: string, locale: Locale): string {
  const result = replies[locale][name];
  if (result === undefined) throw new Error(`no sample called ${name}`);
  return blocksOf(result.reply, 'text')
    .map(block => block.text)
    .join('\n');
}

function reply(name: string, locale: Locale): Reply {
  const result = replies[locale][name];
  if (result === undefined) throw new Error(`no sample called ${name}`);
  return result.reply;
}

function labels(name: string, locale: Locale): readonly string[] {
  return buttonRows(reply(name, locale))
    .flat()
    .map(button => button.label);
}

describe('the skills of a role', () => {
  it('says how many, how many of them are must and nice, and how many of the musts I have, in the first line', () => {
    expect(textOf('roleSkills', 'en')).toBe(
      'System architect (senior) needs 11 skills: 7 must, 4 nice. You have 5 of the 7 at the level needed.',
    );
    expect(textOf('roleSkills', 'ja')).toBe(
      'システムアーキテクト（主任）に必要なスキルは11件です（必須7件、歓迎4件）。必須7件のうち5件は、必要なレベルに達しています。',
    );
  });

  it('says nothing about me where my levels are not known', () => {
    expect(textOf('roleSkillsOfStranger', 'en')).toBe('System architect (senior) needs 11 skills: 7 must, 4 nice.');
    expect(labels('roleSkillsOfStranger', 'en')).not.toContain('Compare with mine');
  });

  it('marks must and nice and draws have and needed with words', () => {
    const [first] = listItems(reply('roleSkills', 'en'));
    expect(first).toMatchObject({ badge: 'must', level: { have: 4, needed: 4, words: 'level 4 needed, you have 4' } });
    const [, , last] = listItems(reply('roleSkillsLastPage', 'en')).concat(listItems(reply('roleSkills', 'en')));
    expect(last).toBeDefined();
  });

  it('offers the likeliest step first and the way out last', () => {
    expect(labels('roleSkills', 'en')).toEqual([
      'Show more (6 left)',
      'Compare with mine',
      'Find courses',
      'Open postings',
      'Find close roles',
    ]);
    expect(labels('roleSkills', 'ja')).toEqual([
      '続きを見る（残り6件）',
      '比べる',
      '研修を探す',
      '募集を見る',
      '近い役割を探す',
    ]);
  });

  it('a page past the end shows the last page', () => {
    expect(listItems(reply('roleSkillsBeyond', 'en'))).toEqual(listItems(reply('roleSkillsLastPage', 'en')));
  });

  it('a framework without levels says so, keeps tasks apart and can be narrowed to a kind', () => {
    expect(textOf('framework', 'en')).toBe(
      'Incident Response needs 70 skills. 50 tasks are listed besides. This source gives no levels.',
    );
    expect(labels('framework', 'en').slice(0, 4)).toEqual([
      'Show more (115 left)',
      'Show only skills (30)',
      'Show only knowledge (40)',
      'Show only tasks (50)',
    ]);
  });

  it('names source and licence, with the sentence that the licence asks for', () => {
    const notes = blocksOf(reply('framework', 'ja'), 'note').map(block => block.text);
    expect(notes.join('\n')).toContain(
      '出典: O*NET 29.2（CC BY 4.0）。O*NET 29.2 Database by the U.S. Department of Labor',
    );
    expect(notes).toContain('この項目は英語だけで登録されています。');
  });
});

describe('compared with mine', () => {
  it('counts what I have, draws every must and lists what is missing, the widest gap first', () => {
    expect(textOf('againstOwn', 'en')).toBe('You have 5 of the 7 must skills of System architect (senior).');
    const [{ chart }] = blocksOf(reply('againstOwn', 'en'), 'chart') as [Extract<Block, { kind: 'chart' }>]; // asserted by the next line
    expect(chart.rows).toHaveLength(7);
    expect(chart.title).toBe('5 of 7 at the level needed');
    expect(
      listItems(reply('againstOwn', 'en'))
        .map(item => item.title)
        .slice(0, 2),
    ).toEqual(['Stakeholder management', 'Distributed systems']);
  });

  it('a missing skill leads to its courses', () => {
    expect(listItems(reply('againstOwn', 'en'))[0]?.action).toMatchObject({ intent: 'find-courses' });
  });

  it('without anything on record it says so instead of showing an empty chart', () => {
    expect(blocksOf(reply('againstNothing', 'en'), 'chart')).toEqual([]);
    expect(textOf('againstNothing', 'en')).toContain('no skills of yours on record');
  });
});

describe('two roles compared', () => {
  it('says what is shared, what only one needs and where levels differ', () => {
    expect(textOf('compared', 'en')).toBe(
      'System architect (senior) and Project manager (senior) share 3 skills; 8 only in the first, 1 only in the second. 2 shared skills differ in level.',
    );
  });

  it('puts what differs before what is the same', () => {
    const [table] = blocksOf(reply('compared', 'en'), 'table');
    expect(table?.rows.slice(0, 2).map(row => row[0]?.text)).toEqual([
      'Requirements definition',
      'Stakeholder management',
    ]);
    expect(table?.rows[2]?.[1]?.text).toBe('none');
  });

  it('a framework’s tasks are not compared', () => {
    const [table] = blocksOf(reply('comparedFramework', 'en'), 'table');
    expect(JSON.stringify(table)).not.toContain('task 7');
  });
});

describe('postings', () => {
  it('says the conditions in the order of each language', () => {
    expect(textOf('postingsInPlace', 'ja')).toBe('大阪で、英語で働けるシステムアーキテクト（主任）の募集は12件です。');
    expect(textOf('postingsInPlace', 'en')).toBe(
      '12 open postings for System architect (senior) in 大阪 where you can work in English.',
    );
    expect(textOf('postingsAll', 'ja')).toBe('いま応募できる募集は12件です。');
  });

  it('when nothing is found, each condition that can be dropped is a button with its count', () => {
    expect(labels('postingsNone', 'ja')).toEqual([
      '勤務地を問わず探す（1）',
      '言語を問わず探す（2）',
      '役割を問わず探す（3）',
      '自分に近い募集を見る',
    ]);
  });

  it('a closed posting says so first and leads to similar ones', () => {
    expect(textOf('postingClosed', 'en')).toMatch(/^This posting has closed\./);
    expect(labels('postingClosed', 'en')).toContain('Find similar postings');
  });

  it('an open one says where to apply', () => {
    expect(words(reply('posting', 'en')).join('\n')).toContain('career-desk@tsukumine.example');
  });
});

describe('courses', () => {
  it('start from the level that I have', () => {
    expect(textOf('courses', 'en')).toBe('12 courses on Threat modelling from level 1 up.');
    expect(textOf('courses', 'ja')).toBe('脅威モデリングをレベル1から伸ばせる研修は12件です。');
  });

  it('show their dates on my clock, and say so when they have none', () => {
    expect(words(reply('course', 'ja'))).toContain('2027年1月8日(金)9:30〜2027年1月9日(土)17:30');
    expect(textOf('selfPaced', 'en')).toContain('It has no dates');
  });
});

describe('what is unknown', () => {
  it('offers the three nearest and a way to tell HR', () => {
    expect(labels('notKnown', 'en')).toEqual([
      'System architect (senior)',
      'Project manager (senior)',
      'Incident Response',
      'Tell HR',
    ]);
  });

  it('repeats a person’s words without control characters and not at length', () => {
    expect(textOf('notKnown', 'en')).toContain('“wizard of <b>everything</b> long long l…”');
  });

  it('tells items of the same name apart by their source', () => {
    expect(labels('whichOne', 'en').slice(2)).toEqual(['Incident Response (O*NET)', 'Incident Response (O*NET)']);
  });
});

describe('my profile', () => {
  it('says what is known, against my own role, who else may see it and whom to ask', () => {
    expect(textOf('profile', 'ja')).toBe(
      '井上 美咲さんについて、Michiが知っていることです。役割はシステムアーキテクト（主任）で、必須スキル7件のうち5件が必要なレベルに達しています。',
    );
    expect(words(reply('profile', 'ja')).join('\n')).toContain('原田 靖さん');
    expect(words(reply('profile', 'en')).join('\n')).toContain('nobody but you sees it');
  });

  it('answers for one skill in the first line', () => {
    expect(textOf('profileSkill', 'en')).toBe('Threat modelling is on record at level 1.');
  });
});

describe('the language', () => {
  it('the question stands in both languages, and the answer comes in the new one', () => {
    expect(textOf('languageAsk', 'ja')).toBe(
      'これからの表示を英語にしますか。\nShall I answer in English from now on?',
    );
    expect(textOf('languageSwitched', 'en')).toBe('I’ll answer in English from now on.');
  });
});
