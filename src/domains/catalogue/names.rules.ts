import { locales } from '../../platform/i18n/locale.ts';
import type { ItemDraft, NameDraft, PartlyBilingual } from './imports/draft.types.ts';

/** Said to or of a person, not part of what the person does. */
const honorifics = /(さん|さま|様|氏|殿|くん|君)$/u;
const katakana = /[ァ-ヶ]/gu;

/**
 * A name as it is compared for equality: NFKC (full and half width, half-width kana), lower case, katakana as hiragana, without long-vowel
 * marks (マネージャー = マネジャー), honorifics, spaces and punctuation. Empty when nothing is left.
 */
export function normalName(text: string): string {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(katakana, character => String.fromCharCode(character.charCodeAt(0) - 0x60))
    .replace(/[\p{P}\p{S}\p{Z}\p{C}ー]+/gu, ' ')
    .trim();
  return folded.replace(honorifics, '').replaceAll(' ', '');
}

/** Every text under which an item is found; equal names in one language stand once, the preferred one first. */
export function namesOf(draft: ItemDraft): readonly NameDraft[] {
  if (draft.kind === 'skill' && draft.searched === 'nothing') return [];
  const shared = filtersOf(draft);
  const names = new Map<string, NameDraft>();
  for (const { locale, text, kind } of textsOf(draft)) {
    const normal = kind === 'description' ? '' : normalName(text);
    const key = `${locale} ${kind === 'description' ? kind : normal || text}`;
    if (!names.has(key)) names.set(key, { ...shared, locale, kind, text, normal });
  }
  return [...names.values()];
}

function filtersOf(draft: ItemDraft): Omit<NameDraft, 'locale' | 'kind' | 'text' | 'normal'> {
  return {
    itemKind: draft.kind,
    itemId: draft.id,
    origin: 'source',
    audience: draft.audience,
    active: draft.kind !== 'posting' || draft.status === 'open',
    position: draft.kind === 'role' ? draft.position : null,
  };
}

function textsOf(draft: ItemDraft): readonly Pick<NameDraft, 'locale' | 'text' | 'kind'>[] {
  return [
    ...inBoth(draft.name, 'preferred'),
    ...draft.aliases.map(alias => ({ ...alias, kind: 'alias' as const })),
    ...(draft.kind === 'skill' && draft.searched === 'names' ? [] : inBoth(draft.description, 'description')),
  ];
}

function inBoth(
  texts: PartlyBilingual,
  kind: NameDraft['kind'],
): readonly Pick<NameDraft, 'locale' | 'text' | 'kind'>[] {
  return locales.flatMap(locale => {
    const text = texts[locale];
    return text === null || text === '' ? [] : [{ locale, text, kind }];
  });
}
