import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { ChannelPort, Delivery, Undelivered } from '../../src/conversation/contract/channel.ts';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import { AppError } from '../../src/platform/errors/app-error.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import { directAddress, type ReplySpot, readAddress, readSpot } from './address.ts';
import type { Installations } from './installations.ts';
import { opaque } from './opaque.ts';
import type { PicturedCharts, Pictures } from './pictures.ts';
import type { Blocks } from './render/context.ts';
import { renderForm } from './render/form.ts';
import { renderReply } from './render/reply.ts';
import { assertMessage, assertView } from './render/validate.ts';
import type { SentRepository } from './sent.repository.ts';
import { slackMessages } from './slack.messages.ts';
import type { Called, SlackApi } from './web-api.ts';

export interface DeliverDeps {
  readonly api: SlackApi;
  readonly installations: Installations;
  readonly sent: SentRepository;
  readonly clock: Clock;
  readonly pictures: Pictures;
  /** How long to wait for a file that Slack has taken and does not show yet, before each further try. */
  readonly picturePausesMs?: readonly number[];
}

const eventType = 'michi_delivery';
/** Clocks of two machines, and the time that a message takes. */
const lookBackMs = 5 * 60_000;
const lookUpPages = 3;

const postedSchema = z.looseObject({ ts: z.string() });
const openedSchema = z.looseObject({ channel: z.looseObject({ id: z.string() }) });
const historySchema = z.looseObject({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      metadata: z
        .looseObject({ event_payload: z.looseObject({ delivery: z.string().optional() }).optional() })
        .nullish(),
    }),
  ),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).nullish(),
});

/** Where something goes, with the right to write there. */
interface Way {
  readonly installation: string;
  readonly token: string;
  readonly channel: string;
  readonly thread: string | null;
}

interface Part {
  readonly key: string;
  readonly blocks: Blocks;
  readonly text: string;
}

export function createSlackChannel(deps: DeliverDeps): ChannelPort {
  const directs = createDirects(deps);
  return {
    name: 'slack',
    send: (address, deliveryId, reply, replyTo) =>
      delivering(async () => {
        const spot = readSpot(replyTo);
        if (spot?.kind === 'view') {
          const shown = await showInDialog(deps, address, deliveryId, reply, spot.id);
          if (shown !== null) return shown;
        }
        return sendParts(deps, await directs.way(address, spot), deliveryId, reply);
      }),
    update: (address, ref, reply) =>
      delivering(async () => updateParts(deps, await directs.way(address, null), ref, reply)),
    openDirect: user => delivering(() => directs.open(user.tenant, user.id)),
    async showWorking(address, replyTo) {
      const spot = readSpot(replyTo);
      if (spot === null || spot.kind === 'view') return;
      await delivering(async () => {
        const way = await directs.way(address, spot);
        if (!('token' in way)) return way;
        // Whoever waits has not been identified yet, so both languages say it.
        const status = `${slackMessages.ja.working} ${slackMessages.en.working}`;
        const input = { channel_id: way.channel, thread_ts: spot.ts, status };
        return deps.api.call('assistant.threads.setStatus', way.token, input);
      }).catch(() => undefined);
    },
  };
}

/** A passing fault of the database is an outcome of a delivery. */
async function delivering<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | Undelivered> {
  try {
    return await work();
  } catch (fault) {
    if (fault instanceof AppError && fault.retry === 'later') return { kind: 'temporary', reason: fault.code };
    throw fault;
  }
}

/** The direct conversations with people, opened once and remembered; Slack gives the same one for ever. */
function createDirects({ api, installations }: DeliverDeps) {
  const known = new Map<string, string>();
  const remember = (address: string, channel: string) => {
    if (known.size > 50_000) known.clear();
    known.set(address, channel);
  };

  async function ask(installation: string, user: string): Promise<{ readonly channel: string } | Undelivered> {
    const found = await installations.token(installation);
    if (found === null) return { kind: 'forbidden' };
    const called = await api.call('conversations.open', found.token, { users: user });
    if (called.kind !== 'ok') return called;
    const channel = openedSchema.parse(called.data).channel.id;
    remember(directAddress(installation, user), channel);
    return { channel };
  }

  return {
    async open(tenant: string, user: string) {
      const reaching = await installations.reaching(tenant);
      let last: Undelivered = { kind: reaching.length === 0 ? 'gone' : 'forbidden' };
      for (const installation of reaching) {
        const asked = await ask(installation, user);
        if ('channel' in asked) return { kind: 'opened' as const, address: directAddress(installation, user) };
        last = asked;
      }
      return last;
    },
    async way(address: string, spot: ReplySpot | null): Promise<Way | Undelivered> {
      const read = readAddress(address);
      if (read === null) return { kind: 'gone' };
      const found = await installations.token(read.installation);
      if (found === null) return { kind: 'forbidden' };
      const way = {
        installation: read.installation,
        token: found.token,
        thread: spot?.kind === 'thread' ? spot.ts : null,
      };
      if (read.place.kind === 'channel') return { ...way, channel: read.place.id };
      const before = known.get(address);
      if (before !== undefined) return { ...way, channel: before };
      const asked = await ask(read.installation, read.place.id);
      return 'channel' in asked ? { ...way, channel: asked.channel } : asked;
    },
  };
}

async function sendParts(
  deps: DeliverDeps,
  way: Way | Undelivered,
  deliveryId: string,
  reply: Reply,
): Promise<Delivery> {
  if (!('token' in way)) return way;
  return withPictures(deps, way, deliveryId, reply, async parts => {
    const refs: string[] = [];
    for (const part of parts) {
      const sent = await sendPart(deps, way, part);
      if (sent.kind !== 'sent') return sent;
      refs.push(sent.ref);
    }
    return { kind: 'sent', ref: refs.join(',') };
  });
}

/**
 * Slack refuses a message with a file that it has only just taken, so it is tried again a little later, and at last without the pictures:
 * an answer never fails because of one.
 */
async function withPictures(
  deps: DeliverDeps,
  way: Way,
  scope: string,
  reply: Reply,
  send: (parts: readonly Part[]) => Promise<Delivery>,
): Promise<Delivery> {
  const pictured = await deps.pictures.of(way, scope, reply);
  if (pictured.size === 0) return send(await prepare(deps, scope, reply, pictured));
  for (const pauseMs of [0, ...(deps.picturePausesMs ?? [1_000, 2_000])]) {
    await setTimeout(pauseMs);
    try {
      return await send(await prepare(deps, scope, reply, pictured));
    } catch (fault) {
      if (!(fault instanceof AppError && fault.code === 'slack.refused')) throw fault;
    }
  }
  return send(await prepare(deps, scope, reply, new Map()));
}

/** Draws, checks every limit, and keeps the forms before a button can ask for one. */
async function prepare(
  { sent }: DeliverDeps,
  scope: string,
  reply: Reply,
  pictured: PicturedCharts,
): Promise<readonly Part[]> {
  const { parts, text, forms } = renderReply(reply, opaque(scope), pictured);
  for (const blocks of parts) assertMessage(blocks, text);
  if (forms.size > 0) await sent.keepForms(forms);
  return parts.map((blocks, index) => ({ key: opaque(`${scope}\0${index}`), blocks, text }));
}

/** Slack knows no idempotency key: an attempt is written down first, and one of unknown outcome is looked up before the next. */
async function sendPart(deps: DeliverDeps, way: Way, part: Part): Promise<Delivery> {
  const attempt = await deps.sent.begin(part.key, way.channel, deps.clock.now());
  if (attempt.kind === 'sent') return { kind: 'sent', ref: attempt.ts };
  if (attempt.kind === 'unknown') {
    const found = await lookUp(deps, way, part.key, attempt.since);
    if (found.kind === 'sent') await deps.sent.finish(part.key, found.ref);
    if (found.kind !== 'absent') return found;
  }
  const called = await post(deps, way, part);
  if (called.kind === 'ok') {
    const { ts } = postedSchema.parse(called.data);
    await deps.sent.finish(part.key, ts);
    return { kind: 'sent', ref: ts };
  }
  if (called.kind !== 'ambiguous') await deps.sent.undo(part.key);
  return called;
}

function post({ api }: DeliverDeps, way: Way, { key, blocks, text }: Part): Promise<Called> {
  return api.call('chat.postMessage', way.token, {
    channel: way.channel,
    ...(way.thread === null ? {} : { thread_ts: way.thread }),
    text,
    blocks,
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: eventType, event_payload: { delivery: key } },
  });
}

type Found = { readonly kind: 'absent' } | Delivery;

async function lookUp(deps: DeliverDeps, way: Way, key: string, since: Date): Promise<Found> {
  let cursor: string | null = null;
  for (let page = 0; page < lookUpPages; page += 1) {
    const called = await history(deps, way, since, cursor);
    if (called.kind !== 'ok') return called;
    const { messages, response_metadata } = historySchema.parse(called.data);
    const found = messages.find(one => one.metadata?.event_payload?.delivery === key);
    if (found !== undefined) return { kind: 'sent', ref: found.ts };
    cursor = response_metadata?.next_cursor ?? '';
    if (cursor === '') return { kind: 'absent' };
  }
  return { kind: 'ambiguous' };
}

function history({ api }: DeliverDeps, way: Way, since: Date, cursor: string | null): Promise<Called> {
  return api.call(way.thread === null ? 'conversations.history' : 'conversations.replies', way.token, {
    channel: way.channel,
    ...(way.thread === null ? {} : { ts: way.thread }),
    oldest: String((since.getTime() - lookBackMs) / 1_000),
    include_all_metadata: true,
    limit: 200,
    ...(cursor === null ? {} : { cursor }),
  });
}

/** The same number of messages stays in place; parts that are too many are taken away, missing ones are added behind. */
async function updateParts(deps: DeliverDeps, way: Way | Undelivered, ref: string, reply: Reply): Promise<Delivery> {
  if (!('token' in way)) return way;
  return withPictures(deps, way, `update\0${ref}`, reply, parts => replaceParts(deps, way, ref.split(','), parts));
}

async function replaceParts(
  deps: DeliverDeps,
  way: Way,
  before: readonly string[],
  parts: readonly Part[],
): Promise<Delivery> {
  const refs: string[] = [];
  for (const [index, part] of parts.entries()) {
    const ts = before[index];
    const done = ts === undefined ? await sendPart(deps, way, part) : await replace(deps, way, ts, part);
    if (done.kind !== 'sent') return done;
    refs.push(done.ref);
  }
  for (const ts of before.slice(parts.length))
    await deps.api.call('chat.delete', way.token, { channel: way.channel, ts });
  return { kind: 'sent', ref: refs.join(',') };
}

async function replace({ api }: DeliverDeps, way: Way, ts: string, { blocks, text }: Part): Promise<Delivery> {
  const called = await api.call('chat.update', way.token, { channel: way.channel, ts, text, blocks });
  return called.kind === 'ok' ? { kind: 'sent', ref: ts } : called;
}

/** A form that comes back goes into the dialog that is still open, with its errors in place; null = it is closed, or there is more to say. */
async function showInDialog(
  deps: DeliverDeps,
  address: string,
  deliveryId: string,
  reply: Reply,
  viewId: string,
): Promise<Delivery | null> {
  const [block, ...more] = reply.blocks;
  const read = readAddress(address);
  if (block?.kind !== 'form' || more.length > 0 || read === null) return null;
  const found = await deps.installations.token(read.installation);
  if (found === null) return { kind: 'forbidden' };
  const formId = `${opaque(deliveryId)}-0`;
  const carried = { formId, address, ref: `view:${viewId}`, madeFor: reply.madeFor ?? null, locale: reply.locale };
  const view = renderForm(block.form, carried);
  assertView(view);
  await deps.sent.keepForms(new Map([[formId, block.form]]));
  const called = await deps.api.call('views.update', found.token, { view_id: viewId, view });
  if (called.kind === 'ok') return { kind: 'sent', ref: `view:${viewId}` };
  return called.kind === 'gone' || called.kind === 'forbidden' ? null : called;
}
