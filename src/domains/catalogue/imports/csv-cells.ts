import { z } from 'zod';
import { listCell, optionalTextCell } from '../../../platform/files/csv-records.ts';
import type { AliasDraft, PartlyBilingual } from './draft.types.ts';

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
