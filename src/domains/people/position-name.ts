import type { Bilingual } from '../../platform/i18n/locale.ts';
import { peopleMessages } from './people.messages.ts';

/** A position as people read it; one that a company's file has and Michi does not know stands as it is. */
export function positionName(position: string): Bilingual {
  const nameIn = (names: Readonly<Record<string, string>>) => names[position] ?? position;
  return { ja: nameIn(peopleMessages.ja.profile.positions), en: nameIn(peopleMessages.en.profile.positions) };
}
