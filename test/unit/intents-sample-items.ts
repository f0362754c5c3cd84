import type {
  Course,
  ItemSummary,
  Page,
  Posting,
  Role,
  RoleFit,
  Skill,
  SkillKind,
  SkillRequirement,
  Source,
} from '../../src/domains/catalogue/catalogue.types.ts';
import type { PersonProfile } from '../../src/domains/people/people.types.ts';
import type { Id } from '../../src/platform/ids/ids.ts';

const hex = (number: number) => number.toString(16).padStart(32, '0');
export const skillId = (number: number): Id<'skill'> => `skl_${hex(number)}`;
export const roleId = (number: number): Id<'role'> => `rol_${hex(number)}`;
const postingId = (number: number): Id<'posting'> => `pos_${hex(number)}`;
const courseId = (number: number): Id<'course'> => `crs_${hex(number)}`;

export const group: Source = {
  id: 'group',
  name: 'Group catalogue',
  version: '',
  licence: 'Internal',
  attribution: '',
};
export const onet: Source = {
  id: 'onet',
  name: 'O*NET',
  version: '29.2',
  licence: 'CC BY 4.0',
  attribution:
    'O*NET 29.2 Database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. Michi has changed its form.',
};

const skillNames = [
  ['システム設計', 'System design'],
  ['要件定義', 'Requirements definition'],
  ['分散システム', 'Distributed systems'],
  ['データベース設計', 'Database design'],
  ['API設計', 'API design'],
  ['性能設計', 'Performance engineering'],
  ['関係者との合意形成', 'Stakeholder management'],
  ['脅威モデリング', 'Threat modelling'],
  ['クラウドセキュリティ', 'Cloud security'],
  ['英語', 'English'],
  ['技術文書', 'Technical writing'],
  ['交渉', 'Negotiation'],
] as const;

export function skillName(number: number) {
  const [ja, en] = skillNames[number] ?? [`スキル${number}`, `Skill ${number}`];
  return { ja, en };
}

export function requirement(
  number: number,
  level: number | null,
  necessity: SkillRequirement['necessity'],
): SkillRequirement {
  return { skillId: skillId(number), name: skillName(number), skillKind: 'skill', level, necessity };
}

/** Seven musts and four nice, as a skill map of the group has them. */
export const architect: Role = {
  kind: 'role',
  id: roleId(1),
  key: 'system-architect-senior',
  name: { ja: 'システムアーキテクト（主任）', en: 'System architect (senior)' },
  source: group,
  jobCategory: 'system-architecture',
  position: 'senior',
  description: { ja: 'システム全体の構成と方式を決めます。', en: 'Decides the structure of a whole system.' },
  skills: [
    ...[0, 1, 2, 3, 4, 5, 6].map(number => requirement(number, number < 3 ? 4 : 3, 'must')),
    ...[7, 8, 9, 10].map(number => requirement(number, 2, 'nice')),
  ],
};

export const projectManager: Role = {
  ...architect,
  id: roleId(2),
  key: 'project-manager-senior',
  name: { ja: 'プロジェクトマネージャー（主任）', en: 'Project manager (senior)' },
  jobCategory: 'project-management',
  skills: [requirement(1, 3, 'must'), requirement(6, 4, 'must'), requirement(11, 3, 'must'), requirement(9, 2, 'nice')],
};

const statement =
  'Knowledge of the principles by which one judges how a long statement of a published framework is broken into lines; ';
const frameworkSkill = (number: number, skillKind: SkillKind): SkillRequirement => {
  const name = `${skillKind} ${number}: ${statement.repeat(1 + (number % 3))}`.trim();
  return { skillId: skillId(100 + number), name: { ja: name, en: name }, skillKind, level: null, necessity: null };
};

/** 120 statements without levels, tasks last, in English only. */
export const framework: Role = {
  ...architect,
  id: roleId(3),
  key: 'PD-WRL-003',
  name: { ja: 'Incident Response', en: 'Incident Response' },
  source: onet,
  jobCategory: null,
  position: null,
  description: { ja: 'Responsible for investigating incidents.', en: 'Responsible for investigating incidents.' },
  skills: [
    ...Array.from({ length: 40 }, (_, number) => frameworkSkill(number, 'knowledge')),
    ...Array.from({ length: 30 }, (_, number) => frameworkSkill(40 + number, 'skill')),
    ...Array.from({ length: 50 }, (_, number) => frameworkSkill(70 + number, 'task')),
  ],
};

export const emptyRole: Role = { ...architect, id: roleId(4), skills: [] };

/** Has five of the architect's seven musts. */
export const ownLevels: ReadonlyMap<string, number> = new Map([
  [skillId(0), 4],
  [skillId(1), 5],
  [skillId(2), 2],
  [skillId(3), 3],
  [skillId(4), 3],
  [skillId(5), 4],
  [skillId(7), 1],
]);

export const threatModelling: Skill = {
  kind: 'skill',
  id: skillId(7),
  key: 'threat-modelling',
  name: skillName(7),
  source: group,
  skillKind: 'skill',
  description: {
    ja: '設計の段階で、誰が何をどのように攻撃し得るかを洗い出し、対策の優先順位を決めます。',
    en: 'Finding out at the design stage who could attack what and how, and deciding which countermeasures come first.',
  },
  aliases: [
    { locale: 'ja', text: '脅威分析' },
    { locale: 'en', text: 'threat analysis' },
  ],
};

export const statementSkill: Skill = {
  ...threatModelling,
  id: skillId(102),
  name: frameworkSkill(2, 'knowledge').name,
  source: onet,
  skillKind: 'knowledge',
  description: frameworkSkill(2, 'knowledge').name,
  aliases: [],
};

export const posting: Posting = {
  kind: 'posting',
  id: postingId(1),
  key: 'P-0001',
  name: { ja: '決済サービスのシステムアーキテクト', en: 'System architect for payment services' },
  source: group,
  company: { ja: 'ツクミネ株式会社', en: 'Tsukumine Corporation' },
  division: { ja: 'システム技術部', en: 'Systems Engineering Department' },
  place: { ja: '川崎', en: 'Kawasaki' },
  country: 'JP',
  remote: 'partly',
  workingLanguage: 'both',
  openings: 1,
  status: 'open',
  visibility: 'group',
  closesOn: '2027-02-26',
  description: {
    ja: '決済を止めずに、新しい構成へ移します。'.repeat(12),
    en: 'Move a service to a new structure without stopping it. '.repeat(12),
  },
  role: { id: architect.id, name: architect.name },
  skills: architect.skills.slice(0, 7),
};

export const course: Course = {
  kind: 'course',
  id: courseId(1),
  key: 'C-002',
  name: { ja: '脅威モデリング実践', en: 'Threat modelling in practice' },
  source: group,
  description: { ja: '実際の設計図で練習します。', en: 'Practises on real designs.' },
  language: 'both',
  hours: 14,
  delivery: 'classroom',
  builds: [{ skillId: skillId(7), name: skillName(7), fromLevel: 1, toLevel: 3 }],
  sessions: Array.from({ length: 7 }, (_, number) => ({
    id: `ses_${hex(number)}` as const,
    startsAt: `2027-0${number + 1}-08T00:30:00.000Z`,
    endsAt: `2027-0${number + 1}-09T08:30:00.000Z`,
    place: 'Kawasaki training centre',
  })),
};

export const selfPaced: Course = {
  ...course,
  id: courseId(2),
  sessions: [],
  delivery: 'online',
  hours: 1.5,
  builds: [],
};

export function pageOf<Item>(items: readonly Item[], total = items.length, page = 0): Page<Item> {
  return { items, total, page, next: (page + 1) * 5 < total ? page + 1 : null };
}

export const neededBy = (total: number, page = 0) =>
  pageOf(
    [architect, projectManager].map((role: ItemSummary) => ({ role, requirement: requirement(7, 3, 'must') })),
    total,
    page,
  );

export const fit: RoleFit = {
  role: projectManager,
  score: 0.6,
  matched: architect.skills.slice(0, 5),
  missing: architect.skills.slice(5, 9),
};

export const profile: PersonProfile = {
  id: `per_${hex(1)}`,
  company: {
    id: `com_${hex(1)}`,
    code: 'HQ',
    name: { ja: 'ツクミネ株式会社', en: 'Tsukumine Corporation' },
    country: 'JP',
    timeZone: 'Asia/Tokyo',
    locale: 'ja',
    hrDesk: { ja: '人事部 キャリア相談窓口', en: 'HR Department, career desk' },
    hrEmail: 'career-desk@tsukumine.example',
  },
  number: '000404',
  email: 'misaki.inoue@tsukumine.example',
  name: {
    family: '井上',
    given: '美咲',
    familyKana: 'イノウエ',
    givenKana: 'ミサキ',
    familyLatin: 'Inoue',
    givenLatin: 'Misaki',
  },
  locale: 'ja',
  timeZone: 'Asia/Tokyo',
  division: { ja: '監視部', en: 'Monitoring Department' },
  jobCategory: 'system-architecture',
  position: 'senior',
  roleId: architect.id,
  manager: {
    id: `per_${hex(2)}`,
    name: {
      family: '原田',
      given: '靖',
      familyKana: null,
      givenKana: null,
      familyLatin: 'Harada',
      givenLatin: 'Yasushi',
    },
  },
  michiRoles: ['employee'],
  status: 'active',
};

export const desk = { name: 'HR Department, career desk', email: 'career-desk@tsukumine.example' };
