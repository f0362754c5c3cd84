import { fileURLToPath } from 'node:url';
import { rows } from '../retrieval-set.ts';

export interface GoldName {
  readonly id: string;
  readonly split: 'dev' | 'test';
  readonly kind: string;
  readonly ja: string;
  readonly paraphrase: string;
  readonly en: string;
}

/** The hand-written names of roles, skills and courses; `gold/README.md` says who wrote them and which half is frozen. */
export function readGoldSet(): GoldName[] {
  return rows(fileURLToPath(new URL('./ja-en.tsv', import.meta.url)))
    .slice(1)
    .map(([id = '', split, kind = '', ja = '', paraphrase = '', en = '']) => ({
      id,
      split: split === 'test' ? 'test' : 'dev',
      kind,
      ja,
      paraphrase,
      en,
    }));
}
