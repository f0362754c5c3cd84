import { z } from 'zod';
import { signedTenant } from '../../src/conversation/contract/identity.ts';
import type { IncomingTurn, TurnContent } from '../../src/conversation/contract/turn.ts';
import { maxTextLength, turnContentSchema } from '../../src/conversation/contract/turn.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import type { Feed } from './feed.ts';
import { webLimits } from './limits.ts';
import type { WebMessageRepository } from './web-message.repository.ts';
import type { ShownTurn } from './web-message.types.ts';

/** 100,000 characters as JSON are 600,000 bytes at worst (`\\uXXXX` each); the rest is room for a form. */
export const bodyLimitBytes = 1_000_000;

const turnRequestSchema = z.strictObject({
  /** Made by the page, kept when it sends again. */
  key: z.string().regex(/^[0-9A-Za-z-]{8,64}$/),
  content: turnContentSchema.refine(content => content.kind !== 'opened'),
  /** What the person pressed or filled in, in the words that they saw; it is shown to nobody else. */
  shown: z.string().max(webLimits.shownCharacters).optional(),
});
type TurnRequest = z.infer<typeof turnRequestSchema>;

export interface InboundDeps {
  readonly receive: (turn: IncomingTurn) => Promise<{ readonly kind: 'accepted' | 'duplicate' }>;
  readonly messages: WebMessageRepository;
  readonly feed: Feed;
  readonly clock: Clock;
}

export type TurnRequestOutcome =
  | { readonly kind: 'turn'; readonly turn: TurnRequest }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'not-understood' };

/** Checks what a page sent. NUL and halves of surrogate pairs, which no store takes, are replaced before anybody sees them. */
export function parseTurnRequest(body: unknown): TurnRequestOutcome {
  if (textLength(body) > maxTextLength) return { kind: 'too-large' };
  const parsed = turnRequestSchema.safeParse(wellFormed(body));
  return parsed.success ? { kind: 'turn', turn: parsed.data } : { kind: 'not-understood' };
}

const longTextSchema = z.object({ content: z.object({ text: z.string() }) });

function textLength(body: unknown): number {
  const parsed = longTextSchema.safeParse(body);
  return parsed.success ? parsed.data.content.text.length : 0;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '');
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wellFormed(inner)]));
}

/**
 * Stores what the person will see of their turn, then hands the turn in. In this order the answer always stands below it, and a fault in
 * between is mended by the page, which sends the same key again.
 */
export async function takeTurn(actor: PersonActor, request: TurnRequest, deps: InboundDeps): Promise<void> {
  const key = `web:${actor.personId}:${request.key}`;
  await deps.messages.append({
    personId: actor.personId,
    key,
    at: deps.clock.now(),
    content: { direction: 'in', shown: shownOf(request) },
  });
  deps.feed.changed(actor.personId);
  await deps.receive(turnOf(actor, key, request.content));
}

/** Has Michi introduce itself, once: the row of the first visit gives the key, however many tabs are opened at once. */
export async function takeFirstVisit(actor: PersonActor, deps: InboundDeps): Promise<void> {
  const shown: ShownTurn = { kind: 'opened', text: '' };
  const stored = await deps.messages.append({
    personId: actor.personId,
    key: `web:${actor.personId}:opened`,
    at: deps.clock.now(),
    content: { direction: 'in', shown },
  });
  // The row's id, not the fixed key: after the retention period a returning person is greeted again.
  await deps.receive(turnOf(actor, `web:${actor.personId}:${stored.id}`, { kind: 'opened' }));
}

function turnOf(actor: PersonActor, key: string, content: TurnContent): IncomingTurn {
  return {
    key,
    channel: 'web',
    address: actor.personId,
    scope: 'direct',
    user: { tenant: signedTenant, id: actor.personId },
    content,
  };
}

function shownOf({ content, shown }: TurnRequest): ShownTurn {
  if (content.kind === 'text') return { kind: 'text', text: content.text };
  return { kind: content.kind, text: shown ?? '' };
}
