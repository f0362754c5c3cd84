import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { itemKinds, positions, type Resolution } from '../../src/domains/catalogue/catalogue.types.ts';

const keys = z.array(z.string());
const mentionSchema = z.strictObject({
  /** What makes it hard: exact, alias, typo, width, kana, honorific, cross, rank, ambiguous, unknown, near-unknown. */
  what: z.string(),
  kind: z.enum(itemKinds),
  /** The words as a sentence has them. */
  text: z.string(),
  position: z.enum(positions).optional(),
  expect: z.union([
    z.strictObject({ found: z.string() }),
    /** At least two of these must be offered. */
    z.strictObject({ ask: keys }),
    /** Not in the catalogue; where the list is not empty, one of it must be among the three nearest. */
    z.strictObject({ unknown: keys }),
  ]),
});
export type Mention = z.infer<typeof mentionSchema>;

export function readMentions(split: 'dev' | 'test'): readonly Mention[] {
  const text = readFileSync(new URL(`resolution/${split}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map(line => mentionSchema.parse(JSON.parse(line)));
}

/**
 * - `right`: as expected;
 * - `asked`: it was asked which one is meant, with the right one among two to four;
 * - `offered`: nothing was taken for it, but the right one is among the three nearest;
 * - `missed`: neither; an answer that leads nowhere, or a question about a thing that is not in the catalogue;
 * - `wrong`: another item was taken for it.
 */
export const outcomes = ['right', 'asked', 'offered', 'missed', 'wrong'] as const;
export type Outcome = (typeof outcomes)[number];

/** What came of a mention. */
export function judge({ expect }: Mention, resolution: Resolution): Outcome {
  if ('found' in expect) return judgeFound(expect.found, resolution);
  if ('ask' in expect) return judgeAsk(expect.ask, resolution);
  return judgeUnknown(expect.unknown, resolution);
}

function judgeFound(key: string, resolution: Resolution): Outcome {
  if (resolution.kind === 'found') return resolution.item.key === key ? 'right' : 'wrong';
  if (!offeredKeys(resolution).includes(key)) return 'missed';
  return resolution.kind === 'ambiguous' ? 'asked' : 'offered';
}

function judgeAsk(wanted: readonly string[], resolution: Resolution): Outcome {
  if (resolution.kind === 'found') return 'wrong';
  const among = offeredKeys(resolution).filter(key => wanted.includes(key)).length;
  if (among < 2) return 'missed';
  return resolution.kind === 'ambiguous' ? 'right' : 'offered';
}

function judgeUnknown(nearest: readonly string[], resolution: Resolution): Outcome {
  if (resolution.kind === 'found') return 'wrong';
  if (resolution.kind === 'ambiguous') return 'missed';
  return nearest.length === 0 || offeredKeys(resolution).some(key => nearest.includes(key)) ? 'right' : 'missed';
}

function offeredKeys(resolution: Resolution): readonly string[] {
  if (resolution.kind === 'ambiguous') return resolution.candidates.map(({ key }) => key);
  return resolution.kind === 'unknown' ? resolution.nearest.map(({ key }) => key) : [];
}
