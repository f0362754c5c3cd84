import type { NameGroup } from './name-group.types.ts';

const SMALL_WORDS = new Set(['of', 'the', 'and', 'for', 'in', 'to', 'a', 'an', 'on']);

/** Set phrases of three to five English words with their initials (customer relationship management, CRM). */
export function initialGroups(groups: readonly NameGroup[]): NameGroup[] {
  const found = new Map<string, NameGroup>();
  for (const { key, source, heads, tails } of groups) {
    for (const name of source === 'edict-common' ? tails : heads) {
      const initials = initialsOf(name);
      if (initials !== undefined && !found.has(name))
        found.set(name, {
          source: 'initials',
          key,
          heads: [initials],
          tails: [name, ...heads.filter(head => head !== name).slice(0, 2)],
        });
    }
  }
  return [...found.values()];
}

function initialsOf(name: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z -]+$/.test(name)) return undefined;
  const words = name.split(/[ -]/).filter(word => !SMALL_WORDS.has(word.toLowerCase()));
  if (words.length < 3 || words.length > 5) return undefined;
  return words.map(word => word.charAt(0).toUpperCase()).join('');
}
