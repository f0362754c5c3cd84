import type { PersonActor } from '../../platform/access/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import { isId } from '../../platform/ids/ids.ts';
import { notificationsMessages } from './notifications.messages.ts';
import type { NoticeKind, Place } from './notifications.types.ts';
import { findNudge } from './nudges.repository.ts';
import { fillNudge, type NudgeCondition } from './nudges.rules.ts';
import { nudgeKind, nudgeTestKind } from './nudges.service.ts';
import type { Nudge, NudgeAudience } from './nudges.types.ts';

export interface NudgeKindsDeps {
  readonly db: Database;
  readonly audience: Pick<NudgeAudience, 'own'>;
}

/** What HR's own messages are to the rest of the area: one kind, and one for trying them on oneself. */
export function createNudgeKinds(deps: NudgeKindsDeps): readonly NoticeKind[] {
  const words = (name: 'nudge' | 'nudgeTest') => ({
    title: { ja: notificationsMessages.ja.kinds[name].title, en: notificationsMessages.en.kinds[name].title },
    why: { ja: notificationsMessages.ja.kinds[name].why, en: notificationsMessages.en.kinds[name].why },
  });
  const compose = async (actor: PersonActor, subject: string, place: Place | undefined, isTest: boolean) => {
    const text = await textFor(deps, actor, subject, place, isTest);
    const { preview } = notificationsMessages[actor.locale].message;
    return text === null ? null : { locale: actor.locale, preview, blocks: [{ kind: 'text' as const, text }] };
  };
  return [
    {
      name: nudgeKind,
      ...words('nudge'),
      urgency: 'nudge',
      compose: (actor, subject, place) => compose(actor, subject, place, false),
      line: async (actor, subject, place) => firstLine(await textFor(deps, actor, subject, place, false)),
    },
    {
      name: nudgeTestKind,
      ...words('nudgeTest'),
      // Whoever tries it waits for it.
      urgency: 'appointment',
      compose: (actor, subject, place) => compose(actor, subject, place, true),
    },
  ];
}

/** Null when it is not running any more, or the recipient is none of those any more whom it is for. */
async function textFor(
  { db, audience }: NudgeKindsDeps,
  actor: PersonActor,
  subject: string,
  place: Place | undefined,
  isTest: boolean,
): Promise<string | null> {
  if (!isId('nudge', subject)) return null;
  const nudge = await db.transaction(actor, tx => findNudge(tx, subject));
  const own = place ?? (await audience.own(actor));
  if (nudge === null || own === null || !(isTest || isFor(nudge, own))) return null;
  const { locale } = actor;
  const { company, division, positionName } = own;
  const values = { company: company[locale], division: division[locale], position: positionName[locale] };
  return fillNudge(nudge.text[locale], values);
}

function isFor({ state, condition }: Nudge, { division, jobCategory, position }: Place): boolean {
  const { divisions, jobCategories, positions }: NudgeCondition = condition;
  const has = (wanted: readonly string[], value: string) => wanted.length === 0 || wanted.includes(value);
  return (
    state === 'running' && has(divisions, division.en) && has(jobCategories, jobCategory) && has(positions, position)
  );
}

function firstLine(text: string | null): string | null {
  const [line = ''] = text?.split('\n') ?? [];
  const letters = [...line];
  return text === null ? null : letters.length <= 80 ? line : `${letters.slice(0, 79).join('')}…`;
}
