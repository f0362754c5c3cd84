import { z } from 'zod';
import type { PlatformUser, UserDirectory, UserLookUp, UserRef } from '../../src/conversation/contract/identity.ts';
import type { Connector } from './connector.ts';
import type { TeamsConversationRepository } from './conversation.repository.ts';
import type { TeamsConversation } from './conversation.types.ts';

const memberSchema = z.object({
  id: z.string(),
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  userRole: z.string().nullish(),
  tenantId: z.string().nullish(),
});
type Member = z.infer<typeof memberSchema>;
const pageSchema = z.object({ members: z.array(memberSchema), continuationToken: z.string().nullish() });

export interface RosterDeps {
  readonly conversations: TeamsConversationRepository;
  readonly connector: Connector;
  readonly defaultServiceUrl: string;
}

/** Asks the roster of a conversation in which the user was seen. */
export function createTeamsDirectory(deps: RosterDeps): UserDirectory {
  return {
    async lookUp(user) {
      const place = await placeOf(deps, user);
      if (place === null) return { kind: 'gone' };
      const path = [place.conversation, 'members', place.account];
      const answer = await deps.connector({ method: 'GET', serviceUrl: place.serviceUrl, path });
      if (answer.kind === 'gone') return { kind: 'gone' };
      if (answer.kind !== 'ok') return { kind: 'unavailable', reason: answer.kind };
      return found(user, memberSchema.safeParse(answer.body));
    },
  };
}

async function placeOf({ conversations, defaultServiceUrl }: RosterDeps, { tenant, id }: UserRef) {
  const [seen, direct] = [await conversations.findUser(tenant, id), await conversations.findDirect(tenant, id)];
  const conversation = direct?.conversation ?? seen?.conversation;
  if (conversation === undefined) return null;
  const serviceUrl = direct?.serviceUrl ?? (await conversations.serviceUrlOf(tenant)) ?? defaultServiceUrl;
  return { conversation, account: seen?.account ?? id, serviceUrl };
}

function found(user: UserRef, parsed: z.ZodSafeParseResult<Member>): UserLookUp {
  if (!parsed.success) return { kind: 'unavailable', reason: 'garbage' };
  const member = parsed.data;
  // A roster that answers with somebody else vouches for nobody.
  if ((member.aadObjectId ?? member.objectId) !== user.id) return { kind: 'unavailable', reason: 'another-user' };
  return {
    kind: 'found',
    user: {
      ...user,
      standing: standingOf(member, user.tenant),
      claims: { email: emailOf(member), employeeNumber: null },
    },
  };
}

function standingOf({ userRole, tenantId }: Member, tenant: string): PlatformUser['standing'] {
  if (userRole === 'anonymous') return 'external';
  if (tenantId !== undefined && tenantId !== null && tenantId !== tenant) return 'external';
  return userRole === 'user' ? 'member' : 'guest';
}

/**
 * The sign-in name is in a domain that the tenant has proven to own. The mail address is not always: it counts when it is in the same domain,
 * else the sign-in name does.
 */
function emailOf({ email, userPrincipalName }: Member): string | null {
  const [mail, signIn] = [email, userPrincipalName].map(text => text?.trim().toLowerCase() ?? '');
  if (signIn === undefined || !signIn.includes('@') || signIn.includes('#ext#')) return null;
  return mail !== undefined && domainOf(mail) === domainOf(signIn) ? mail : signIn;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

const maxPages = 20;

/** Whether somebody who is none of the tenant's own reads a conversation; null when that could not be told. */
export async function hasOutsiders(connector: Connector, one: TeamsConversation): Promise<boolean | null> {
  let token = '';
  for (let page = 0; page < maxPages; page += 1) {
    const read = await readPage(connector, one, token);
    if (read === null) return null;
    if (read.members.some(member => standingOf(member, one.tenant) !== 'member')) return true;
    token = read.continuationToken ?? '';
    if (token === '') return false;
  }
  return null;
}

async function readPage(connector: Connector, { conversation, serviceUrl }: TeamsConversation, token: string) {
  const query: Readonly<Record<string, string>> = token === '' ? {} : { continuationToken: token };
  const answer = await connector({ method: 'GET', serviceUrl, path: [conversation, 'pagedmembers'], query });
  return answer.kind === 'ok' ? (pageSchema.safeParse(answer.body).data ?? null) : null;
}
