import { AppError } from '../../../src/platform/errors/app-error.ts';
import { teamsLimits } from '../limits.ts';
import { teamsMessages } from '../teams.messages.ts';
import { renderSubmit } from './actions.ts';
import { renderText } from './blocks.ts';
import type { AdaptiveCard } from './card.types.ts';
import { cardFaults } from './check-card.ts';
import { bytesOf, isShown, line, type RenderContext } from './context.ts';
import { oneLine, shorten } from './escape.ts';
import { renderField } from './form.ts';
import { type KeptForm, keptFormId } from './kept-form.ts';

/** What Teams is answered when it asks what a dialog shows. */
export interface DialogAnswer {
  readonly task:
    | {
        readonly type: 'continue';
        readonly value: {
          readonly title: string;
          readonly width: 'medium';
          readonly height: 'medium';
          readonly card: {
            readonly contentType: 'application/vnd.microsoft.card.adaptive';
            readonly content: AdaptiveCard;
          };
        };
      }
    /** A sentence instead of questions. */
    | { readonly type: 'message'; readonly value: string };
}

const prefix = 'f0:';

/**
 * A form as the card of a dialog, with the errors of its fields in place.
 * @throws AppError `teams.card-invalid` when Teams would not draw it
 */
export function renderDialog(kept: KeptForm): DialogAnswer {
  const content = dialogCard(kept);
  const [fault] = [...cardFaults(content), ...(bytesOf(content) > teamsLimits.messageBytes ? ['dialog:bytes'] : [])];
  if (fault !== undefined) throw new AppError('teams.card-invalid', { detail: { rule: fault, count: 1 } });
  const title = shorten(oneLine(kept.form.title).trim(), teamsLimits.labelCharacters);
  const card = { contentType: 'application/vnd.microsoft.card.adaptive' as const, content };
  return { task: { type: 'continue', value: { title, width: 'medium', height: 'medium', card } } };
}

function dialogCard(kept: KeptForm): AdaptiveCard {
  const { form, locale, madeFor } = kept;
  const context: RenderContext = { locale, words: teamsMessages[locale], madeFor };
  const dialog = keptFormId(kept);
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: teamsLimits.cardVersion,
    lang: locale,
    fallbackText: form.title,
    speak: shorten(form.title, 200),
    body: [
      ...(form.title.length > teamsLimits.labelCharacters ? [line(form.title, { weight: 'bolder' })] : []),
      ...(isShown(form.text) ? renderText(form.text) : []),
      ...form.fields.flatMap(field => renderField(field, `${prefix}${field.name}`, context)),
      {
        type: 'ActionSet',
        actions: [
          renderSubmit({ label: form.submit.label, action: form.submit, primary: true, form: prefix }, dialog, context),
          renderSubmit({ label: form.cancel.label, action: form.cancel }, dialog, context),
        ],
      },
    ],
    msteams: { width: 'Full' },
  };
}
