import type { Action, ActionRef } from '../../src/conversation/contract/action.ts';
import type { Block, LevelMark, Reply } from '../../src/conversation/contract/reply.ts';
import type { Locale } from '../../src/platform/i18n/locale.ts';

/** Answers as Michi gives them, one for each kind of block, to look at and to test the drawing with. */
export interface SampleReplies {
  readonly firstContact: Reply;
  readonly roleSkills: Reply;
  readonly comparison: Reply;
  readonly posting: Reply;
  readonly courses: Reply;
  readonly table: Reply;
  readonly form: Reply;
  readonly formWithErrors: Reply;
  readonly unknownRole: Reply;
}

const id = (prefix: string, digit: string) => `${prefix}_${digit.repeat(32)}`;
const go = (intent: string, slots: Record<string, string> = {}): ActionRef => ({ intent, slots });
const press = (label: string, intent: string, slots: Record<string, string> = {}): Action => ({ label, intent, slots });
const first = (label: string, intent: string, slots: Record<string, string> = {}): Action => ({
  ...press(label, intent, slots),
  style: 'primary',
});

function level(locale: Locale, have: number | null, needed: number | null): LevelMark {
  if (locale === 'ja')
    return {
      have,
      needed,
      words: [have === null ? null : `自分のレベル${have}`, needed === null ? null : `必要なレベル${needed}`]
        .filter(word => word !== null)
        .join('、'),
    };
  return {
    have,
    needed,
    words: [have === null ? null : `your level ${have}`, needed === null ? null : `level ${needed} needed`]
      .filter(word => word !== null)
      .join(', '),
  };
}

const reply = (locale: Locale, preview: string, ...blocks: Block[]): Reply => ({ locale, preview, blocks });

const role = id('rol', '1');
const skill = (number: number) => id('skl', number.toString(16));

const ja: SampleReplies = {
  firstContact: reply(
    'ja',
    'Michiからのメッセージ',
    {
      kind: 'text',
      text: 'Michiです。人材開発プログラムについて答える機械(AI)です。\n\n役割に必要なスキル、募集、研修を、会社のカタログから探してお答えします。見えるのは、あなたの所属、役割、登録したスキルだけです。',
    },
    {
      kind: 'actions',
      actions: [
        first('システムアーキテクトに必要なスキルは?', 'show-role-skills', { role }),
        press('大阪の募集を探す', 'find-postings', { place: 'osaka' }),
        press('自分のプロフィールを見る', 'show-profile'),
      ],
    },
  ),
  roleSkills: reply(
    'ja',
    '役割のスキルについてのメッセージ',
    { kind: 'text', text: 'システムアーキテクト(シニア)に必要なスキルは7件です。あなたは3件を満たしています。' },
    {
      kind: 'list',
      ordered: false,
      title: '必須',
      items: [
        {
          title: 'システム設計',
          detail: '非機能要件から構成を決め、理由を残す',
          level: level('ja', 3, 4),
          action: go('show-skill', { skill: skill(1) }),
        },
        { title: 'クラウド基盤', level: level('ja', 4, 4), action: go('show-skill', { skill: skill(2) }) },
        { title: '脅威モデリング', level: level('ja', 1, 3), action: go('show-skill', { skill: skill(3) }) },
        { title: '性能の見積もりと計測', level: level('ja', 3, 3), action: go('show-skill', { skill: skill(4) }) },
      ],
    },
    {
      kind: 'list',
      ordered: false,
      title: 'あると望ましい',
      items: [
        { title: 'データモデリング', level: level('ja', 3, 3), action: go('show-skill', { skill: skill(5) }) },
        { title: '技術文書の英語', level: level('ja', 2, 3), action: go('show-skill', { skill: skill(6) }) },
        { title: 'ファシリテーション', level: level('ja', null, 2), action: go('show-skill', { skill: skill(7) }) },
      ],
    },
    {
      kind: 'actions',
      actions: [
        first('自分と比べる', 'compare-role', { role }),
        press('研修を探す', 'find-courses', { role }),
        press('近い募集を見る', 'find-postings', { role }),
      ],
    },
    { kind: 'note', tone: 'info', text: '出典:グループ共通スキルマップ 2026年度版' },
  ),
  comparison: reply(
    'ja',
    'スキルの比較についてのメッセージ',
    { kind: 'text', text: '足りないのは3件で、差がいちばん大きいのは脅威モデリングです。' },
    {
      kind: 'chart',
      chart: {
        kind: 'bars',
        title: '脅威モデリングだけが必要なレベルより2低い',
        max: 5,
        valueLabel: '自分',
        neededLabel: '必要',
        rows: [
          { label: '脅威モデリング', value: 1, needed: 3 },
          { label: 'システム設計', value: 3, needed: 4 },
          { label: '技術文書の英語', value: 2, needed: 3 },
          { label: 'クラウド基盤', value: 4, needed: 4 },
          { label: '性能の見積もりと計測', value: 3, needed: 3 },
        ],
      },
    },
    {
      kind: 'actions',
      actions: [
        first('脅威モデリングの研修を見る', 'find-courses', { skill: skill(3) }),
        press('別の役割と比べる', 'compare-role'),
      ],
    },
  ),
  posting: reply(
    'ja',
    '募集についてのメッセージ',
    { kind: 'text', text: '大阪の募集で、あなたのスキルにいちばん近いものです。' },
    {
      kind: 'card',
      title: '基幹システム刷新のアーキテクト',
      subtitle: '株式会社あおば情報システム・大阪市',
      text: '販売と在庫の仕組みを5年かけて作り直すチームです。設計の判断を文書に残し、若手と一緒に見直します。',
      facts: [
        { label: '必要なスキル', value: '7件のうち5件が一致' },
        { label: '働き方', value: '週2日まで在宅' },
        { label: '募集人数', value: '2人' },
        { label: '締め切り', value: '2026年5月29日(金)' },
      ],
      actions: [
        first('詳しく見る', 'show-posting', { posting: id('pos', '2') }),
        press('スキルを比べる', 'compare-role', { role }),
      ],
    },
  ),
  courses: reply(
    'ja',
    '研修についてのメッセージ',
    { kind: 'text', text: '脅威モデリングをレベル3まで伸ばす研修は3件あります。' },
    {
      kind: 'list',
      ordered: true,
      items: [
        {
          title: '脅威モデリング実践',
          detail: '2日・東京・次回は2026年6月10日(水)9:30',
          badge: 'レベル1から3',
          action: go('show-course', { course: id('crs', '1') }),
        },
        {
          title: 'セキュアな設計の基礎',
          detail: 'オンライン6時間・いつでも',
          badge: 'レベル1から2',
          action: go('show-course', { course: id('crs', '2') }),
        },
        {
          title: 'Threat modelling for architects',
          detail: '英語・オンライン・次回は2026年7月1日(水)16:00',
          badge: 'レベル2から3',
          action: go('show-course', { course: id('crs', '3') }),
        },
      ],
    },
  ),
  table: reply('ja', '役割の比較についてのメッセージ', {
    kind: 'table',
    caption: 'シニアとマネージャーで違うのは3件です',
    columns: ['スキル', 'シニア', 'マネージャー'],
    rows: [
      [{ text: 'システム設計' }, { text: '', level: level('ja', null, 4) }, { text: '', level: level('ja', null, 4) }],
      [{ text: '予算の管理' }, { text: 'なし' }, { text: '', level: level('ja', null, 3) }],
      [
        { text: 'メンバーの育成' },
        { text: '', level: level('ja', null, 2) },
        { text: '', level: level('ja', null, 4) },
      ],
    ],
  }),
  form: reply('ja', 'フォーム', {
    kind: 'form',
    form: {
      title: '見つからない役割を人事に伝える',
      text: '書いた内容とあなたの名前が、グループ人事のスキルマップ担当に届きます。',
      fields: [
        {
          kind: 'text',
          name: 'name',
          label: '役割の名前',
          hint: '職場で使っている呼び方で構いません',
          required: true,
          multiline: false,
          maxLength: 80,
          value: 'SRE',
        },
        {
          kind: 'choice',
          name: 'place',
          label: '使っている場所',
          required: true,
          options: [
            { value: 'division', label: '自分の部門' },
            { value: 'company', label: '自分の会社' },
            { value: 'group', label: 'グループ全体' },
          ],
        },
        { kind: 'text', name: 'note', label: '補足', required: false, multiline: true, maxLength: 1000 },
      ],
      submit: { label: '伝える', intent: 'report-missing', slots: {} },
      cancel: { label: 'やめる', intent: 'cancel-report', slots: {} },
    },
  }),
  formWithErrors: reply('ja', 'フォーム', {
    kind: 'form',
    form: {
      title: '見つからない役割を人事に伝える',
      fields: [
        {
          kind: 'text',
          name: 'name',
          label: '役割の名前',
          hint: '職場で使っている呼び方で構いません',
          required: true,
          multiline: false,
          maxLength: 80,
          error: '役割の名前を書いてください。',
        },
        {
          kind: 'choice',
          name: 'place',
          label: '使っている場所',
          required: true,
          error: 'ひとつ選んでください。',
          options: [
            { value: 'division', label: '自分の部門' },
            { value: 'company', label: '自分の会社' },
          ],
        },
        {
          kind: 'choice',
          name: 'company',
          label: '会社',
          required: false,
          options: [
            'あおば情報システム',
            'みどり電機',
            'すみれ物流',
            'かえで化学',
            'さくら金融',
            'もみじ建設',
            'つばき食品',
          ].map(name => ({ value: name, label: name })),
        },
      ],
      submit: { label: '伝える', intent: 'report-missing', slots: {} },
      cancel: { label: 'やめる', intent: 'cancel-report', slots: {} },
    },
  }),
  unknownRole: reply(
    'ja',
    '役割についてのメッセージ',
    { kind: 'note', tone: 'attention', text: '「エスアールイー」という役割は、カタログに見つかりませんでした。' },
    {
      kind: 'list',
      ordered: true,
      title: '近い役割',
      items: [
        { title: 'サイト信頼性エンジニア', action: go('show-role-skills', { role }) },
        { title: 'クラウドエンジニア', action: go('show-role-skills', { role: id('rol', '2') }) },
        { title: 'システム運用管理者', action: go('show-role-skills', { role: id('rol', '3') }) },
      ],
    },
    {
      kind: 'facts',
      title: '問い合わせ先',
      facts: [
        { label: '窓口', value: 'グループ人事 スキルマップ担当' },
        { label: 'メール', value: 'skill-map@aoba.example' },
      ],
    },
    { kind: 'actions', actions: [press('人事に伝える', 'report-missing')] },
  ),
};

const en: SampleReplies = {
  firstContact: reply(
    'en',
    'A message from Michi',
    {
      kind: 'text',
      text: 'I’m Michi, a machine (AI) that answers questions about the people-development programme.\n\nI look up the skills of roles, postings and courses in the company’s catalogue. All I can see of you is your company, your role and the skills you’ve entered.',
    },
    {
      kind: 'actions',
      actions: [
        first('Which skills does a system architect need?', 'show-role-skills', { role }),
        press('Find postings in Osaka', 'find-postings', { place: 'osaka' }),
        press('Show my profile', 'show-profile'),
      ],
    },
  ),
  roleSkills: reply(
    'en',
    'A message about the skills of a role',
    { kind: 'text', text: 'A senior system architect needs 7 skills. You meet 3 of them.' },
    {
      kind: 'list',
      ordered: false,
      title: 'Must have',
      items: [
        {
          title: 'System design',
          detail: 'Derives the structure from quality requirements and records why',
          level: level('en', 3, 4),
          action: go('show-skill', { skill: skill(1) }),
        },
        { title: 'Cloud platforms', level: level('en', 4, 4), action: go('show-skill', { skill: skill(2) }) },
        { title: 'Threat modelling', level: level('en', 1, 3), action: go('show-skill', { skill: skill(3) }) },
        {
          title: 'Performance estimation and measurement',
          level: level('en', 3, 3),
          action: go('show-skill', { skill: skill(4) }),
        },
      ],
    },
    {
      kind: 'list',
      ordered: false,
      title: 'Good to have',
      items: [
        { title: 'Data modelling', level: level('en', 3, 3), action: go('show-skill', { skill: skill(5) }) },
        { title: 'Technical English', level: level('en', 2, 3), action: go('show-skill', { skill: skill(6) }) },
        { title: 'Facilitation', level: level('en', null, 2), action: go('show-skill', { skill: skill(7) }) },
      ],
    },
    {
      kind: 'actions',
      actions: [
        first('Compare with mine', 'compare-role', { role }),
        press('Find courses', 'find-courses', { role }),
        press('Show postings like this', 'find-postings', { role }),
      ],
    },
    { kind: 'note', tone: 'info', text: 'Source: group skill map, fiscal year 2026' },
  ),
  comparison: reply(
    'en',
    'A message about your skills',
    { kind: 'text', text: '3 skills are below what the role needs; threat modelling has the widest gap.' },
    {
      kind: 'chart',
      chart: {
        kind: 'bars',
        title: 'Threat modelling is two levels below what the role needs',
        max: 5,
        valueLabel: 'You',
        neededLabel: 'needed',
        rows: [
          { label: 'Threat modelling', value: 1, needed: 3 },
          { label: 'System design', value: 3, needed: 4 },
          { label: 'Technical English', value: 2, needed: 3 },
          { label: 'Cloud platforms', value: 4, needed: 4 },
          { label: 'Performance estimation', value: 3, needed: 3 },
        ],
      },
    },
    {
      kind: 'actions',
      actions: [
        first('Show courses for threat modelling', 'find-courses', { skill: skill(3) }),
        press('Compare another role', 'compare-role'),
      ],
    },
  ),
  posting: reply(
    'en',
    'A message about a posting',
    { kind: 'text', text: 'Of the postings in Osaka, this one is closest to your skills.' },
    {
      kind: 'card',
      title: 'Architect, core systems renewal',
      subtitle: 'Aoba Information Systems, Osaka',
      text: 'A team that rebuilds sales and stock over five years. Design decisions are written down and reviewed together with younger colleagues.',
      facts: [
        { label: 'Required skills', value: '5 of 7 match' },
        { label: 'Remote work', value: 'Up to 2 days a week' },
        { label: 'Openings', value: '2' },
        { label: 'Closes', value: 'Fri 29 May 2026' },
      ],
      actions: [
        first('Show details', 'show-posting', { posting: id('pos', '2') }),
        press('Compare skills', 'compare-role', { role }),
      ],
    },
  ),
  courses: reply(
    'en',
    'A message about courses',
    { kind: 'text', text: '3 courses take threat modelling to level 3.' },
    {
      kind: 'list',
      ordered: true,
      items: [
        {
          title: 'Threat modelling in practice',
          detail: '2 days, Tokyo, next on Wed 10 Jun 2026, 9:30',
          badge: 'level 1 to 3',
          action: go('show-course', { course: id('crs', '1') }),
        },
        {
          title: 'Foundations of secure design',
          detail: 'Online, 6 hours, at any time',
          badge: 'level 1 to 2',
          action: go('show-course', { course: id('crs', '2') }),
        },
        {
          title: 'Threat modelling for architects',
          detail: 'Online, next on Wed 1 Jul 2026, 16:00',
          badge: 'level 2 to 3',
          action: go('show-course', { course: id('crs', '3') }),
        },
      ],
    },
  ),
  table: reply('en', 'A message about two roles', {
    kind: 'table',
    caption: 'Senior and manager differ in 3 skills',
    columns: ['Skill', 'Senior', 'Manager'],
    rows: [
      [{ text: 'System design' }, { text: '', level: level('en', null, 4) }, { text: '', level: level('en', null, 4) }],
      [{ text: 'Budgeting' }, { text: 'none' }, { text: '', level: level('en', null, 3) }],
      [
        { text: 'Developing people' },
        { text: '', level: level('en', null, 2) },
        { text: '', level: level('en', null, 4) },
      ],
    ],
  }),
  form: reply('en', 'A form', {
    kind: 'form',
    form: {
      title: 'Tell HR about a missing role',
      text: 'What you write and your name go to the skill map desk of group HR.',
      fields: [
        {
          kind: 'text',
          name: 'name',
          label: 'Name of the role',
          hint: 'As people around you call it',
          required: true,
          multiline: false,
          maxLength: 80,
          value: 'SRE',
        },
        {
          kind: 'choice',
          name: 'place',
          label: 'Where it is used',
          required: true,
          options: [
            { value: 'division', label: 'My division' },
            { value: 'company', label: 'My company' },
            { value: 'group', label: 'The whole group' },
          ],
        },
        { kind: 'text', name: 'note', label: 'Anything else', required: false, multiline: true, maxLength: 1000 },
      ],
      submit: { label: 'Tell HR', intent: 'report-missing', slots: {} },
      cancel: { label: 'Cancel', intent: 'cancel-report', slots: {} },
    },
  }),
  formWithErrors: reply('en', 'A form', {
    kind: 'form',
    form: {
      title: 'Tell HR about a missing role',
      fields: [
        {
          kind: 'text',
          name: 'name',
          label: 'Name of the role',
          hint: 'As people around you call it',
          required: true,
          multiline: false,
          maxLength: 80,
          error: 'Write the name of the role.',
        },
        {
          kind: 'choice',
          name: 'place',
          label: 'Where it is used',
          required: true,
          error: 'Choose one.',
          options: [
            { value: 'division', label: 'My division' },
            { value: 'company', label: 'My company' },
          ],
        },
        {
          kind: 'choice',
          name: 'company',
          label: 'Company',
          required: false,
          options: ['Aoba', 'Midori', 'Sumire', 'Kaede', 'Sakura', 'Momiji', 'Tsubaki'].map(name => ({
            value: name,
            label: name,
          })),
        },
      ],
      submit: { label: 'Tell HR', intent: 'report-missing', slots: {} },
      cancel: { label: 'Cancel', intent: 'cancel-report', slots: {} },
    },
  }),
  unknownRole: reply(
    'en',
    'A message about a role',
    { kind: 'note', tone: 'attention', text: 'The catalogue has no role called “site whisperer”.' },
    {
      kind: 'list',
      ordered: true,
      title: 'Closest roles',
      items: [
        { title: 'Site reliability engineer', action: go('show-role-skills', { role }) },
        { title: 'Cloud engineer', action: go('show-role-skills', { role: id('rol', '2') }) },
        { title: 'System operations manager', action: go('show-role-skills', { role: id('rol', '3') }) },
      ],
    },
    {
      kind: 'facts',
      title: 'Whom to ask',
      facts: [
        { label: 'Desk', value: 'Skill map desk, group HR' },
        { label: 'Email', value: 'skill-map@aoba.example' },
      ],
    },
    { kind: 'actions', actions: [press('Tell HR', 'report-missing')] },
  ),
};

export const sampleReplies: Readonly<Record<Locale, SampleReplies>> = { ja, en };
