import type { Action, ActionRef } from '../../../src/conversation/contract/action.ts';
import { teamsLimits } from '../limits.ts';
import type { ActionSet, CardAction, PressData } from './card.types.ts';
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
export function renderAction({ label, action, primary, form }: Wanted, { madeFor }: RenderContext): CardAction {
  const data: PressData = {
    michi: {
      intent: action.intent,
      slots: action.slots,
      ...(form === undefined ? {} : { form }),
      ...(madeFor === null ? {} : { madeFor }),
    },
  };
  const shared = {
    title: labelOf(label),
    data,
    ...(primary === true ? { style: 'positive' as const } : {}),
    ...(form === undefined ? { associatedInputs: 'none' as const } : {}),
  };
  return { type: 'Action.Execute', verb: 'michi', ...shared, fallback: { type: 'Action.Submit', ...shared } };
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
