import { plainText } from '../../../src/conversation/contract/plain-text.ts';
import type { Block, Reply } from '../../../src/conversation/contract/reply.ts';
import { AppError, unreachable } from '../../../src/platform/errors/app-error.ts';
import { teamsLimits } from '../limits.ts';
import { teamsMessages } from '../teams.messages.ts';
import { renderActions } from './actions.ts';
import { renderCard, renderChart, renderFacts, renderList, renderNote, renderTable, renderText } from './blocks.ts';
import type { AdaptiveCard, CardElement } from './card.types.ts';
import { cardFaults } from './check-card.ts';
import { bytesOf, inParts, type RenderContext } from './context.ts';
import { pieces, shorten } from './escape.ts';
import { renderForm } from './form.ts';

/** A message as the connector takes it. */
export interface OutgoingActivity {
  readonly type: 'message';
  /** What a notification shows: `reply.preview`, which tells nothing personal. */
  readonly summary: string;
  readonly text?: string;
  readonly textFormat?: 'plain';
  readonly attachments?: readonly {
    readonly contentType: 'application/vnd.microsoft.card.adaptive';
    readonly content: AdaptiveCard;
  }[];
  readonly entities: readonly Readonly<Record<string, unknown>>[];
  readonly channelData: Readonly<Record<string, unknown>>;
}

const aiLabel = {
  type: 'https://schema.org/Message',
  '@type': 'Message',
  '@context': 'https://schema.org',
  additionalType: ['AIGeneratedContent'],
};
/** Room in a message for everything around the elements of its card. */
const envelopeBytes = 3_000;

/**
 * A reply as one message or, where it is too large for one, as several in order. Only texts of a single line are ever shortened.
 * @throws AppError `teams.card-invalid` when a card would break a rule of Teams: nothing is sent then.
 */
export function renderReply(reply: Reply): readonly OutgoingActivity[] {
  const parts = reply.blocks.every(block => block.kind === 'text') ? textParts(reply) : cardParts(reply);
  // A reply without anything to see is still an answer.
  const shown = parts.length === 0 ? [{ text: reply.preview, textFormat: 'plain' as const }] : parts;
  const activities = shown.map((content, index) => activity(reply, content, index === shown.length - 1));
  for (const one of activities) assertValid(one);
  return activities;
}

type Content = Pick<OutgoingActivity, 'text' | 'textFormat' | 'attachments'>;

/** Text alone is a message as people write one: it can be copied, quoted and found. */
function textParts(reply: Reply): readonly Content[] {
  const text = reply.blocks.map(block => (block.kind === 'text' ? block.text : '')).join('\n\n');
  const parts = pieces(text.toWellFormed().replaceAll('\0', ''), teamsLimits.textCharacters);
  return parts.map(part => ({ text: part.trim(), textFormat: 'plain' }));
}

function cardParts(reply: Reply): readonly Content[] {
  const context: RenderContext = {
    locale: reply.locale,
    words: teamsMessages[reply.locale],
    madeFor: reply.madeFor ?? null,
  };
  const elements = reply.blocks.flatMap((block, place) => renderBlock(block, context, place));
  const parts = inParts(elements, teamsLimits.messageBytes - envelopeBytes);
  // A part of an answer has no view of its own.
  const refresh = parts.length === 1 ? refreshOf(reply, context) : {};
  return parts.map(body => ({
    attachments: [
      { contentType: 'application/vnd.microsoft.card.adaptive', content: { ...cardOf(reply, body), ...refresh } },
    ],
  }));
}

function refreshOf({ again }: Reply, { words }: RenderContext): Pick<AdaptiveCard, 'refresh'> {
  if (again === undefined) return {};
  const data = { michi: { intent: again.intent, slots: again.slots } };
  return { refresh: { action: { type: 'Action.Execute', verb: 'michi-refresh', title: words.refresh, data } } };
}

/** The one card of an answer that is small enough for one; null otherwise. */
export function renderSingleCard(reply: Reply): AdaptiveCard | null {
  const [first, ...others] = renderReply(reply);
  return others.length > 0 ? null : (first?.attachments?.[0]?.content ?? null);
}

function cardOf(reply: Reply, body: readonly CardElement[]): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: teamsLimits.cardVersion,
    lang: reply.locale,
    fallbackText: shorten(plainText(reply), 500),
    speak: shorten(reply.preview, 200),
    body,
    msteams: { width: 'Full' },
  };
}

function activity(reply: Reply, content: Content, isLast: boolean): OutgoingActivity {
  return {
    type: 'message',
    summary: reply.preview,
    ...content,
    entities: [aiLabel],
    // One message of an answer asks whether it was of use.
    channelData: isLast ? { feedbackLoop: { type: 'default' } } : {},
  };
}

function assertValid(one: OutgoingActivity): void {
  const faults = [
    ...(one.attachments ?? []).flatMap(({ content }) => cardFaults(content)),
    ...(bytesOf(one) > teamsLimits.messageBytes ? ['message:bytes'] : []),
  ];
  const [first] = faults;
  if (first !== undefined) throw new AppError('teams.card-invalid', { detail: { rule: first, count: faults.length } });
}

function renderBlock(block: Block, context: RenderContext, place: number): readonly CardElement[] {
  switch (block.kind) {
    case 'text':
      return renderText(block.text);
    case 'facts':
      return renderFacts(block);
    case 'list':
      return renderList(block, context);
    case 'card':
      return renderCard(block, context);
    case 'chart':
      return renderChart(block.chart, context);
    case 'table':
      return renderTable(block);
    case 'actions':
      return renderActions(block.actions, context);
    case 'form':
      return [renderForm(block.form, context, place)];
    case 'note':
      return renderNote(block);
    default:
      return unreachable(block);
  }
}
