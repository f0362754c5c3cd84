import type { Locale } from './locale.ts';

const names: readonly (readonly [RegExp, Locale])[] = [
  [/日本語|にほんご|ニホンゴ|和文|邦文|\bjap|\bja\b|nihongo/iu, 'ja'],
  [/英語|えいご|エイゴ|イングリッシュ|英文|[ei]ng?l?[ia]sh|\ben\b|\beigo\b/iu, 'en'],
];

/** The language that words mean, slips of the keyboard included; null when they mean none that Michi knows. */
export function localeFromWords(words: string): Locale | null {
  return names.find(([name]) => name.test(words.normalize('NFKC')))?.[1] ?? null;
}
