/**
 * Teams as Michi meets it: the metadata and keys with which activities are signed, the sign-in service that gives tokens, and the connector
 * that takes messages. What people would see is in the ledger: `sent`, `updated`, `deleted`, `typing`, `opened`.
 */
import { createSign, generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';
import { type Platform, type StandInAnswer, type StandInRequest, serveStandIn } from './stand-in-server.ts';

const userSchema = z.object({
  tenant: z.string(),
  id: z.string(),
  email: z.string().optional(),
  userPrincipalName: z.string().optional(),
  userRole: z.enum(['user', 'guest', 'anonymous']).default('user'),
  /** Of another organisation when it is not that of the conversation. */
  homeTenant: z.string().optional(),
  /** Whether the app is installed for the user. */
  installed: z.boolean().default(true),
});
type User = z.infer<typeof userSchema>;
const conversationSchema = z.object({ id: z.string(), tenant: z.string(), members: z.array(z.string()) });
type Conversation = z.infer<typeof conversationSchema>;
const signSchema = z.object({
  claims: z.record(z.string(), z.unknown()),
  header: z.record(z.string(), z.unknown()).default({}),
});

export const standInApp = { id: '11111111-2222-3333-4444-555555555555', password: 'a password of tests' } as const;
const keyId = 'stand-in-key';

serveStandIn(({ effect, url }) => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const users = new Map<string, User>();
  const conversations = new Map<string, Conversation>();
  let sent = 0;

  const userOf = (tenant: string, id: string) => users.get(`${tenant}/${id}`) ?? null;
  const plainId = (id: string) => id.replace(/^29:/, '');

  function open({ body }: StandInRequest): StandInAnswer {
    const wanted = z
      .object({
        tenantId: z.string(),
        isGroup: z.literal(false),
        members: z.array(z.object({ id: z.string() })).length(1),
      })
      .parse(JSON.parse(body));
    const user = userOf(wanted.tenantId, plainId(wanted.members[0]?.id ?? ''));
    if (user === null) return failure(404, 'UserNotFound');
    if (!user.installed) return failure(403, 'BotNotInConversationRoster');
    const id = `a:${user.id}`;
    if (!conversations.has(id)) effect('opened', { conversation: id });
    conversations.set(id, { id, tenant: user.tenant, members: [user.id] });
    return { status: 201, body: { id } };
  }

  function post(conversation: Conversation, { body }: StandInRequest): StandInAnswer {
    const activity: unknown = JSON.parse(body);
    const { type } = z.object({ type: z.string() }).parse(activity);
    if (type === 'typing') effect('typing', { conversation: conversation.id });
    if (type === 'typing') return { status: 202, body: {} };
    sent += 1;
    const id = `${1_700_000_000_000 + sent}`;
    effect('sent', { conversation: conversation.id, id, activity });
    return { status: 201, body: { id } };
  }

  function memberOf(conversation: Conversation, id: string): StandInAnswer {
    const user = conversation.members.includes(plainId(id)) ? userOf(conversation.tenant, plainId(id)) : null;
    return user === null ? failure(404, 'MemberNotFoundInConversation') : { status: 200, body: memberBody(user) };
  }

  function inConversation(request: StandInRequest, id: string, rest: readonly string[]): StandInAnswer | null {
    const conversation = conversations.get(id.replace(/;messageid=.*/, ''));
    if (conversation === undefined) return failure(404, 'ConversationNotFound');
    const [kind, part] = rest;
    if (kind === 'pagedmembers') return { status: 200, body: pageOf(conversation) };
    if (kind === 'members') return memberOf(conversation, part ?? '');
    return kind === 'activities' ? inActivities(conversation, request, part) : null;
  }

  function inActivities(conversation: Conversation, request: StandInRequest, id: string | undefined): StandInAnswer {
    if (request.method === 'POST') return post(conversation, request);
    if (request.method === 'DELETE') effect('deleted', { conversation: conversation.id, id });
    else effect('updated', { conversation: conversation.id, id, activity: JSON.parse(request.body) });
    return { status: 200, body: { id } };
  }

  function connector(request: StandInRequest, [, , , id, ...rest]: readonly string[]): StandInAnswer | null {
    if (!/^Bearer app-token-\d+$/.test(request.headers.authorization ?? '')) return failure(401, 'Unauthorized');
    return id === undefined ? open(request) : inConversation(request, id, rest);
  }

  function pageOf(conversation: Conversation) {
    const members = conversation.members.flatMap(id => userOf(conversation.tenant, id) ?? []);
    return { members: members.map(memberBody) };
  }

  const platform: Platform = {
    handle(request) {
      const path = request.path.split('/').slice(1).map(decodeURIComponent);
      if (request.path === '/openid') return { status: 200, body: metadata(url()) };
      if (request.path === '/keys')
        return { status: 200, body: { keys: [publicKey(pair.publicKey.export({ format: 'jwk' }))] } };
      if (path[0] === 'login') return token(request);
      return path[0] === 'teams' && path[2] === 'conversations' ? connector(request, path) : null;
    },
    control(name, input) {
      if (name === 'add-user')
        return add(userSchema.parse(input), user => users.set(`${user.tenant}/${user.id}`, user));
      if (name === 'add-conversation')
        return add(conversationSchema.parse(input), one => conversations.set(one.id, one));
      if (name !== 'sign') throw new Error(`Teams cannot ${name}`);
      const { claims, header } = signSchema.parse(input);
      const signed = [{ alg: 'RS256', typ: 'JWT', kid: keyId, ...header }, claims].map(encoded).join('.');
      return `${signed}.${createSign('RSA-SHA256').update(signed).sign(pair.privateKey, 'base64url')}`;
    },
  };
  return platform;
});

function add<Thing>(thing: Thing, put: (thing: Thing) => void): null {
  put(thing);
  return null;
}

function memberBody(user: User) {
  const { id, email, userPrincipalName, userRole, homeTenant, tenant } = user;
  return {
    id: `29:${id}`,
    objectId: id,
    aadObjectId: id,
    email,
    userPrincipalName,
    userRole,
    tenantId: homeTenant ?? tenant,
  };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function metadata(url: string) {
  return {
    issuer: 'https://api.botframework.com',
    jwks_uri: `${url}/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

function publicKey(jwk: object) {
  return { ...jwk, use: 'sig', kid: keyId, x5t: keyId, endorsements: ['msteams'] };
}

let tokens = 0;

function token({ body }: StandInRequest): StandInAnswer {
  const form = new URLSearchParams(body);
  const known = form.get('client_id') === standInApp.id && form.get('client_secret') === standInApp.password;
  if (!known || form.get('scope') !== 'https://api.botframework.com/.default') return failure(401, 'invalid_client');
  tokens += 1;
  return { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: `app-token-${tokens}` } };
}

function failure(status: number, code: string): StandInAnswer {
  return { status, body: { error: { code, message: code } } };
}
