import type { PersonActor } from '../../../platform/access/actor.ts';
import { type Id, isId } from '../../../platform/ids/ids.ts';
import type { MeetingView, OneononesService } from '../oneonones.types.ts';

/** The meeting as the recipient may see it now; null when they may not, or it is not there any more. */
export async function seenMeeting(
  { oneonones }: { readonly oneonones: Pick<OneononesService, 'meeting'> },
  actor: PersonActor,
  subject: string,
): Promise<MeetingView | null> {
  return isMeeting(subject) ? oneonones.meeting(actor, subject) : null;
}

export function isMeeting(subject: string): subject is Id<'meeting'> {
  return isId('meeting', subject);
}
