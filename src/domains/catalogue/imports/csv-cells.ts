import { z } from 'zod';
import { joinList } from '../../../platform/files/csv-cell.ts';
import { listCell, optionalTextCell } from '../../../platform/files/csv-records.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { AliasDraft, ItemDraft, PartlyBilingual } from './draft.types.ts';
import type { FileCells, KeysOfIds } from './draft-file.ts';

/** Columns that every item has. */
export const itemColumns = {
  aliases_ja: listCell(200),
  aliases_en: listCell(200),
  description_ja: optionalTextCell(4_000),
  description_en: optionalTextCell(4_000),
};
export const nameCell = optionalTextCell(200);

const itemCells = z.object(itemColumns);

export function aliasesOf(cells: Pick<z.infer<typeof itemCells>, 'aliases_ja' | 'aliases_en'>): readonly AliasDraft[] {
  return [
    ...cells.aliases_ja.map(text => ({ locale: 'ja' as const, text })),
    ...cells.aliases_en.map(text => ({ locale: 'en' as const, text })),
  ];
}

export function both(ja: string | null, en: string | null): PartlyBilingual {
  return { ja, en };
}

/** The opposite of `aliasesOf`, with the description. */
export function itemCellsOf({ aliases, description }: ItemDraft): FileCells<keyof typeof itemColumns> {
  const spoken = (locale: AliasDraft['locale']) =>
    joinList(aliases.filter(alias => alias.locale === locale).map(alias => alias.text));
  return {
    aliases_ja: spoken('ja'),
    aliases_en: spoken('en'),
    description_ja: description.ja ?? '',
    description_en: description.en ?? '',
  };
}

export function companyCell(id: Id<'company'> | null, keys: KeysOfIds): string {
  return id === null ? '' : keys.company(id);
}
