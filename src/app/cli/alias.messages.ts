import type { AliasChange } from '../../domains/catalogue/catalogue.types.ts';
import type { Messages } from '../../platform/i18n/messages.ts';

type Reason = Extract<AliasChange, { kind: 'refused' }>['reason'];

const en = {
  add: (name: string, text: string) => `${name} is now found by "${text}" too.`,
  remove: (name: string, text: string) => `"${text}" is no longer an alias of ${name}.`,
  refused: {
    'not-allowed': 'Not allowed.',
    empty: 'The alias has no letter or digit.',
    'too-long': 'The alias is longer than 200 characters.',
    exists: 'The item has this name or alias already.',
    'unknown-item':
      'There is no such item, or it has no such alias. Items are written kind/source/key, such as role/group/incident-responder-senior.',
  } satisfies Readonly<Record<Reason, string>>,
};
const ja: typeof en = {
  add: (name, text) => `「${text}」でも${name}が見つかるようになりました。`,
  remove: (name, text) => `${name}の別名から「${text}」を取り除きました。`,
  refused: {
    'not-allowed': '許可されていません。',
    empty: '別名に文字や数字がありません。',
    'too-long': '別名が200文字を超えています。',
    exists: 'この名前または別名はすでに登録されています。',
    'unknown-item':
      '項目または別名が見つかりません。項目は 種類/出典/キー の形で指定してください(例: role/group/incident-responder-senior)。',
  },
};

export const aliasMessages: Messages<typeof en> = { ja, en };
