import type { Bilingual } from '../../platform/i18n/locale.ts';
import { type Position, positions } from './catalogue.types.ts';

interface PositionWords {
  readonly name: Bilingual;
  /** Other words for the rank, in both languages; compared without case, width, spaces, hyphens and endings such as 級 or "level". */
  readonly aliases: readonly string[];
}

const words: Readonly<Record<Position, PositionWords>> = {
  staff: {
    name: { ja: '担当', en: 'staff' },
    aliases: [
      '担当者',
      '一般',
      '一般社員',
      'スタッフ',
      'メンバー',
      'ジュニア',
      '若手',
      'junior',
      'associate',
      'member',
      'entry',
    ],
  },
  senior: {
    name: { ja: '主任', en: 'senior' },
    aliases: ['シニア', '係長', '主査', 'リーダー', 'senior staff', 'lead', 'leader', 'assistant manager', '課長代理'],
  },
  manager: {
    name: { ja: '課長', en: 'manager' },
    aliases: [
      'マネージャー',
      'マネジャー',
      'マネージャ',
      'マネジャ',
      '管理',
      'section manager',
      'section chief',
      'managerial',
    ],
  },
  'senior-manager': {
    name: { ja: '部長', en: 'senior manager' },
    aliases: [
      'シニアマネージャー',
      'シニアマネジャー',
      'シニアマネージャ',
      'シニアマネジャ',
      '上級管理',
      'department manager',
      'department head',
      'general manager',
      'head of department',
    ],
  },
  expert: {
    name: { ja: 'エキスパート', en: 'expert' },
    aliases: [
      '専門',
      'スペシャリスト',
      'プロフェッショナル',
      'チーフプロフェッショナル',
      'specialist',
      'chief professional',
      'principal',
    ],
  },
};

/** The rank's name as people of the group say it. */
export function positionName(position: Position): Bilingual {
  return words[position].name;
}

/** Which rank words mean, such as 課長 or "senior manager level"; null when they mean none. */
export function positionFromWords(text: string): Position | null {
  return rankAlone(text) ?? (folded(text) === '' ? null : withinWords(text));
}

/** The rank that words mean and nothing else: "managers" does, "project manager" does not. */
export function rankAlone(text: string): Position | null {
  const asked = folded(text);
  const one = asked.replace(/s$/, '');
  return lookup.find(entry => entry.folded === asked || entry.folded === one)?.position ?? null;
}

const lookup = positions
  .flatMap(position =>
    [position, words[position].name.ja, words[position].name.en, ...words[position].aliases].map(name => ({
      position,
      name,
    })),
  )
  .map(entry => ({ ...entry, folded: folded(entry.name) }))
  // The longest first: "senior manager" holds both "senior" and "manager".
  .sort((a, b) => b.folded.length - a.folded.length);

function withinWords(text: string): Position | null {
  const plain = text.normalize('NFKC').toLowerCase().replace(/[-_]/g, ' ');
  const latin = (name: string) => new RegExp(`\\b${name.replaceAll('-', ' ')}s?\\b`).test(plain);
  const holds = (name: string) => (/^[a-z -]+$/.test(name) ? latin(name) : plain.includes(name));
  return lookup.find(entry => holds(entry.name))?.position ?? null;
}

function folded(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s・_-]/g, '');
  return plain.replace(
    /(?:の?(?:級|職|クラス|レベル|相当|ポジション|だと|では|なら)|level|position|grade|rank)+$/u,
    '',
  );
}
