import {
  type Identified,
  type PlatformUser,
  signedTenant,
  type UserDirectory,
} from '../../conversation/contract/identity.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { recordAudit } from '../../platform/access/audit.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { AppError, unreachable } from '../../platform/errors/app-error.ts';
import { type Id, isId } from '../../platform/ids/ids.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { findByEmail, findByNumberClaim, findLink, removeLink, saveLink } from './identity.repository.ts';
import { decideLink, isDue, isTolerated, numberClaim } from './identity.rules.ts';
import { findPerson } from './people.repository.ts';
import { identificationOf } from './people.rules.ts';
import type { IdentifyingUser, LinkedUser, LinkProof } from './people.types.ts';

export interface IdentifyDeps {
  readonly db: Database;
  readonly clock: Clock;
}

/**
 * Who a verified user of a platform is. A link is believed for a day; then, and at first contact, the platform is asked who the account is
 * now. The question goes over the network, so it is asked between two transactions.
 * @throws AppError `people.directory-unavailable`, retry `later`, when it cannot be asked and no link holds meanwhile
 */
export async function identifyUser(
  { db, clock }: IdentifyDeps,
  actor: Actor,
  user: IdentifyingUser,
  directory: UserDirectory | null,
): Promise<Identified> {
  if (user.outside !== undefined) return { kind: 'refused', reason: user.outside };
  if (user.channel === 'web') return db.transaction(actor, tx => personOf(tx, signedPerson(user)));
  const ref = { channel: user.channel, tenant: user.tenant, id: user.id };
  const known = await db.transaction(actor, async tx => {
    const link = await findLink(tx, ref);
    return { link, identified: await personOf(tx, link?.personId ?? null) };
  });
  // Somebody who left may have come back under another number, so only who works is spared the question.
  const holds = known.link !== null && known.identified.kind === 'known' && !isDue(known.link.verifiedAt, clock.now());
  if (holds || directory === null) return known.identified;
  const answer = await directory.lookUp(ref);
  switch (answer.kind) {
    case 'found':
      return db.transaction(actor, tx => relink(tx, actor, answer.user, clock.now()));
    case 'gone':
      return db.transaction(actor, async tx => {
        await unlink(tx, actor, known.link, 'gone');
        return { kind: 'unknown' } as const;
      });
    case 'unavailable':
      if (known.link !== null && isTolerated(known.link.verifiedAt, clock.now())) return known.identified;
      throw new AppError('people.directory-unavailable', {
        retry: 'later',
        detail: { channel: user.channel, reason: answer.reason },
      });
    default:
      return unreachable(answer);
  }
}

/** The web chat's cookie is signed by ourselves and carries the person; no other tenant of that channel means anything. */
function signedPerson({ tenant, id }: IdentifyingUser): Id<'person'> | null {
  return tenant === signedTenant && isId('person', id) ? id : null;
}

async function personOf(tx: Tx, id: Id<'person'> | null): Promise<Identified> {
  return identificationOf(id === null ? null : await findPerson(tx, id));
}

/** Brings the link into line with what the platform says now. What a person of HR has linked stays as long as the account is a member's. */
async function relink(tx: Tx, actor: Actor, user: PlatformUser, now: Date): Promise<Identified> {
  const link = await findLink(tx, user);
  if (link?.verifiedBy === 'operator' && user.standing === 'member') {
    await saveLink(tx, user, { personId: link.personId, by: 'operator', at: now });
    return personOf(tx, link.personId);
  }
  const decision = decideLink(user, {
    byEmail: await findByEmail(tx, user.claims.email),
    byNumber: await findByNumberClaim(tx, numberClaim(user)),
  });
  if (decision.kind === 'link') {
    const { personId, by } = decision;
    await saveLink(tx, user, { personId, by, at: now });
    if (link?.personId !== personId) await auditLink(tx, actor, { ...user, personId }, 'linked-user.write', by);
    return personOf(tx, personId);
  }
  await unlink(tx, actor, link, decision.kind === 'refused' ? decision.reason : decision.why);
  return decision.kind === 'refused' ? decision : { kind: 'unknown' };
}

async function unlink(tx: Tx, actor: Actor, link: LinkedUser | null, why: string): Promise<void> {
  if (link === null) return;
  await removeLink(tx, link);
  await auditLink(tx, actor, link, 'linked-user.remove', why);
}

/** Which account is not written down: the person and the channel are enough to ask about it. */
export async function auditLink(
  tx: Tx,
  actor: Actor,
  { personId, channel }: Pick<LinkedUser, 'personId' | 'channel'>,
  action: 'linked-user.write' | 'linked-user.remove',
  why: LinkProof | string,
): Promise<void> {
  const person = await findPerson(tx, personId);
  await recordAudit(tx, actor, {
    action,
    subjectKind: 'person',
    subjectId: personId,
    companyId: person?.companyId ?? null,
    detail: { channel, why },
  });
}
