/**
 * Slack as far as Michi uses it: what its Web API did stands in the ledger. Messages, dialogs and homes that people see are effects; reading
 * is not. Written after docs.slack.dev/reference; https://slack.com/api/<method> is /api/<method> here.
 */
import { type StandInAnswer, type StandInRequest, serveStandIn } from './stand-in-server.ts';

interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  blocks: unknown;
  text: string;
  readonly metadata: unknown;
}

interface User {
  readonly id: string;
  readonly team_id: string;
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly is_email_confirmed?: boolean;
  readonly locale?: string;
  readonly enterprise_user?: { readonly enterprise_id: string };
  readonly profile?: {
    readonly email?: string;
    readonly fields?: Readonly<Record<string, { readonly value: string }>>;
  };
}

type Input = Readonly<Record<string, unknown>>;
const ok = (more: object = {}): StandInAnswer => ({ status: 200, body: { ok: true, ...more } });
const no = (error: string): StandInAnswer => ({ status: 200, body: { ok: false, error } });

serveStandIn(({ effect, url }) => {
  const messages: Message[] = [];
  const users = new Map<string, User>();
  const closed = new Set<string>();
  const answersNext = new Map<string, string[]>();
  const views = new Map<string, unknown>();
  /** Files by id: what was uploaded, and whether the upload was completed. */
  const files = new Map<string, { bytes: number; isComplete: boolean; readonly altText: unknown }>();
  let count = 0;
  let tokens = 0;
  /** What the next code of an installation stands for. */
  let grant: Input = { team: { id: 'T1', name: 'one' }, enterprise: null, is_enterprise_install: false };
  let rotates = false;
  const revoked = new Set<string>();
  /** What a workspace takes: posts a second with as much in a burst; null = anything. */
  let postsPerSecond: number | null = null;
  const rooms = new Map<string, { room: number; at: number }>();

  const methods: Readonly<Record<string, (input: Input) => StandInAnswer>> = {
    'chat.postMessage': input => {
      const channel = String(input.channel);
      if (showsUnknownFile(parsed(input.blocks))) return no('invalid_blocks');
      if (closed.has(channel)) return no('channel_not_found');
      count += 1;
      const ts = `${Math.floor(Date.now() / 1000)}.${String(count).padStart(6, '0')}`;
      const message: Message = {
        channel,
        ts,
        threadTs: input.thread_ts === undefined ? null : String(input.thread_ts),
        blocks: parsed(input.blocks),
        text: String(input.text),
        metadata: parsed(input.metadata),
      };
      messages.push(message);
      effect('posted', { ...message });
      return ok({ channel, ts });
    },
    'chat.update': input => {
      const found = messages.find(one => one.ts === input.ts && one.channel === input.channel);
      if (found === undefined) return no('message_not_found');
      found.blocks = parsed(input.blocks);
      found.text = String(input.text);
      effect('updated', { ...found });
      return ok({ channel: found.channel, ts: found.ts });
    },
    'chat.delete': input => {
      const place = messages.findIndex(one => one.ts === input.ts && one.channel === input.channel);
      if (place < 0) return no('message_not_found');
      messages.splice(place, 1);
      effect('deleted', { channel: input.channel, ts: input.ts });
      return ok();
    },
    'conversations.open': input => {
      const user = users.get(String(input.users));
      if (user === undefined) return no('user_not_found');
      if (user.deleted === true) return no('user_disabled');
      return ok({ channel: { id: `D${user.id}` } });
    },
    'conversations.history': input => history(messages, input, null),
    'conversations.replies': input => history(messages, input, String(input.ts)),
    'files.getUploadURLExternal': input => {
      count += 1;
      const id = `F${String(count).padStart(9, '0')}`;
      files.set(id, { bytes: 0, isComplete: false, altText: input.alt_txt });
      return ok({ file_id: id, upload_url: `${url()}/upload/${id}` });
    },
    'files.completeUploadExternal': input => {
      const id = String(listOf(input.files)[0]?.id);
      const file = files.get(id);
      if (file === undefined || file.bytes === 0) return no('file_not_found');
      file.isComplete = true;
      effect('uploaded', { id, ...file });
      return ok({ files: [{ id }] });
    },
    'files.delete': input => {
      if (!files.delete(String(input.file))) return no('file_not_found');
      effect('file-deleted', { id: input.file });
      return ok();
    },
    'views.open': input => opened('view-opened', input),
    'views.update': input => {
      if (!views.has(String(input.view_id))) return no('not_found');
      effect('view-updated', { id: input.view_id, view: parsed(input.view) });
      return ok({ view: { id: input.view_id } });
    },
    'views.publish': input => {
      effect('home-published', { user: input.user_id, view: parsed(input.view) });
      return ok({ view: { id: 'VHOME' } });
    },
    'users.info': input => {
      const user = users.get(String(input.user));
      return user === undefined ? no('user_not_found') : ok({ user });
    },
    'users.profile.get': input => {
      const user = users.get(String(input.user));
      return user === undefined ? no('user_not_found') : ok({ profile: user.profile ?? {} });
    },
    'auth.test': () => ok({ user_id: 'UMICHI', bot_id: 'BMICHI', team_id: 'T1' }),
    'assistant.threads.setStatus': input => {
      effect('status', { channel: input.channel_id, status: input.status });
      return ok();
    },
    'assistant.threads.setSuggestedPrompts': input => {
      effect('prompts', { channel: input.channel_id, prompts: parsed(input.prompts) });
      return ok();
    },
    'oauth.v2.access': input => {
      if (input.code === 'bad') return no('invalid_code');
      tokens += 1;
      effect('token-issued', { by: input.grant_type ?? 'code', number: tokens });
      const rotation = rotates ? { refresh_token: `xoxe-refresh-${tokens}`, expires_in: 43_200 } : {};
      return ok({
        ...grant,
        access_token: `xoxb-token-${tokens}`,
        bot_user_id: 'UMICHI',
        app_id: 'A1',
        scope: 'chat:write',
        ...rotation,
      });
    },
  };

  /** A picture whose upload was not completed cannot be shown. */
  function showsUnknownFile(blocks: unknown): boolean {
    const pictures = (Array.isArray(blocks) ? blocks : []).filter(block => block.type === 'image');
    return pictures.some(block => files.get(block.slack_file?.id)?.isComplete !== true);
  }

  function opened(name: string, input: Input): StandInAnswer {
    if (input.trigger_id === 'expired') return no('expired_trigger_id');
    count += 1;
    const id = `V${count}`;
    views.set(id, parsed(input.view));
    effect(name, { id, trigger: input.trigger_id, view: parsed(input.view) });
    return ok({ view: { id } });
  }

  /** A bucket for each token, as a workspace has one. */
  function isTooMuch(token: string): boolean {
    if (postsPerSecond === null) return false;
    const now = Date.now();
    const { room, at } = rooms.get(token) ?? { room: postsPerSecond, at: now };
    const left = Math.min(postsPerSecond, room + ((now - at) * postsPerSecond) / 1_000);
    rooms.set(token, { room: left < 1 ? left : left - 1, at: now });
    return left < 1;
  }

  function refusal(method: string, token: string): StandInAnswer | null {
    if (method !== 'oauth.v2.access' && !token.startsWith('xoxb-')) return no('not_authed');
    if (revoked.has(token)) return no('token_revoked');
    if (method !== 'chat.postMessage' || !isTooMuch(token)) return null;
    effect('limited', {});
    return { status: 429, headers: { 'retry-after': '1' }, body: { ok: false, error: 'ratelimited' } };
  }

  const addUser = (input: Input) => void users.set(String(input.id), input as unknown as User); // a user as Slack describes one

  const controls: Readonly<Record<string, (input: Input) => unknown>> = {
    limit: input => {
      postsPerSecond = Number(input.perSecond);
    },
    'add-users': input => listOf(input.users).forEach(addUser),
    'count-posts': () => messages.length,
    'add-user': addUser,
    'close-channel': input => void closed.add(String(input.channel)),
    'answer-next': input => void answersNext.set(String(input.method), [String(input.error)]),
    grant: input => {
      grant = input;
    },
    rotate: () => {
      rotates = true;
    },
    revoke: input => void revoked.add(String(input.token)),
  };

  function upload({ path, body }: StandInRequest): StandInAnswer | null {
    const file = files.get(path.slice('/upload/'.length));
    if (file === undefined) return null;
    file.bytes = body.length;
    return { status: 200, body: 'OK' };
  }

  return {
    handle(request) {
      if (request.path.startsWith('/upload/')) return upload(request);
      const name = request.path.replace('/api/', '');
      const method = methods[name];
      if (!request.path.startsWith('/api/') || method === undefined) return null;
      const input = inputOf(request);
      const scripted = answersNext.get(name)?.shift();
      return refusal(name, bearer(request, input)) ?? (scripted === undefined ? method(input) : no(scripted));
    },
    control(name, input) {
      const control = controls[name];
      if (control === undefined) throw new Error(`Slack cannot ${name}`);
      return control(input as Input); // tests of ours write it
    },
  };
});

function history(messages: readonly Message[], input: Input, thread: string | null): StandInAnswer {
  const limit = Number(input.limit ?? 100);
  const found = messages
    .filter(one => one.channel === input.channel && one.threadTs === thread)
    .toReversed()
    .slice(0, limit)
    .map(one => ({ type: 'message', ts: one.ts, text: one.text, metadata: one.metadata }));
  return ok({ messages: found, has_more: false });
}

function inputOf({ headers, body }: StandInRequest): Input {
  if (String(headers['content-type']).startsWith('application/json')) return JSON.parse(body) as Input; // sent by the SDK
  return Object.fromEntries(new URLSearchParams(body));
}

function bearer({ headers }: StandInRequest, input: Input): string {
  return String(headers.authorization ?? input.token ?? '').replace('Bearer ', '');
}

function listOf(value: unknown): readonly Input[] {
  const list = parsed(value);
  return Array.isArray(list) ? list : [];
}

/** The SDK sends structures as JSON in a form field. */
function parsed(value: unknown): unknown {
  return typeof value === 'string' && /^[[{]/.test(value) ? JSON.parse(value) : (value ?? null);
}
