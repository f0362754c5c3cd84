import type { Action, ActionRef } from '../../../src/conversation/contract/action.ts';
import { teamsLimits } from '../limits.ts';
import type { ActionSet, CardAction, DialogOpener, DialogSubmit, PressData } from './card.types.ts';
import type { RenderContext } from './context.ts';
import { oneLine, shorten } from './escape.ts';

interface Wanted {
  readonly label: string;
  readonly action: ActionRef;
  readonly primary?: boolean;
  /** The prefix of the inputs that the press sends. */
  readonly form?: string;
}

/** A button for clients that know `Action.Execute`, with the same one as `Action.Submit` for those that do not. */
export function renderAction(wanted: Wanted, context: RenderContext): CardAction {
  const shared = { ...looksOf(wanted), data: pressOf(wanted, context) };
  return { type: 'Action.Execute', verb: 'michi', ...shared, fallback: { type: 'Action.Submit', ...shared } };
}

/** A button of a dialog, which knows `Action.Submit` alone. */
export function renderSubmit(wanted: Wanted, dialog: string, context: RenderContext): DialogSubmit {
  return { type: 'Action.Submit', ...looksOf(wanted), data: { michi: { ...pressOf(wanted, context).michi, dialog } } };
}

/** The button at which Teams asks what the dialog shows. */
export function renderDialogOpener(label: string, dialog: string): DialogOpener {
  const data = { msteams: { type: 'task/fetch' as const }, michi: { dialog } };
  return { type: 'Action.Submit', title: labelOf(label), style: 'positive', associatedInputs: 'none', data };
}

function pressOf({ action, form }: Wanted, { madeFor }: RenderContext): PressData {
  return {
    michi: {
      intent: action.intent,
      slots: action.slots,
      ...(form === undefined ? {} : { form }),
      ...(madeFor === null ? {} : { madeFor }),
    },
  };
}

function looksOf({ label, primary, form }: Wanted) {
  return {
    title: labelOf(label),
    ...(primary === true ? { style: 'positive' as const } : {}),
    ...(form === undefined ? { associatedInputs: 'none' as const } : {}),
  };
}

/** The primary action first; more than a set may hold stand in a further one, so that none is dropped. */
export function renderActions(actions: readonly Action[], context: RenderContext): readonly ActionSet[] {
  const ordered = [...actions].sort((a, b) => Number(b.style === 'primary') - Number(a.style === 'primary'));
  return inSets(
    ordered.map(action => renderAction({ label: action.label, action, primary: action.style === 'primary' }, context)),
  );
}

function inSets(actions: readonly CardAction[]): readonly ActionSet[] {
  const count = Math.ceil(actions.length / teamsLimits.actions);
  return Array.from({ length: count }, (_, set) => ({
    type: 'ActionSet' as const,
    actions: actions.slice(set * teamsLimits.actions, (set + 1) * teamsLimits.actions),
  }));
}

/** Labels are no Markdown. An empty one could not be pressed by voice or keyboard. */
function labelOf(label: string): string {
  const words = shorten(oneLine(label).trim(), teamsLimits.labelCharacters);
  return words === '' ? '…' : words;
}
