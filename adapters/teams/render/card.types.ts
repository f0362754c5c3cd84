import type { ActionRef } from '../../../src/conversation/contract/action.ts';

/** The part of Adaptive Cards 1.5 that Michi draws with. Anything else is refused by `check-card.ts`. */

export interface TextBlock {
  readonly type: 'TextBlock';
  readonly text: string;
  readonly wrap: true;
  readonly weight?: 'bolder';
  readonly size?: 'small' | 'medium';
  readonly color?: 'accent' | 'attention';
  readonly isSubtle?: true;
  readonly style?: 'heading';
  readonly spacing?: 'none' | 'small' | 'medium';
  readonly separator?: true;
}

export interface FactSet {
  readonly type: 'FactSet';
  readonly facts: readonly { readonly title: string; readonly value: string }[];
}

export interface Container {
  readonly type: 'Container';
  readonly items: readonly CardElement[];
  readonly style?: 'emphasis' | 'attention';
  readonly separator?: true;
  readonly spacing?: 'small' | 'medium';
  readonly selectAction?: CardAction;
}

export interface Table {
  readonly type: 'Table';
  readonly firstRowAsHeaders: true;
  readonly showGridLines: boolean;
  readonly columns: readonly { readonly width: number }[];
  readonly rows: readonly {
    readonly type: 'TableRow';
    readonly cells: readonly { readonly type: 'TableCell'; readonly items: readonly TextBlock[] }[];
  }[];
}

export interface ActionSet {
  readonly type: 'ActionSet';
  readonly actions: readonly (CardAction | DialogOpener | DialogSubmit)[];
}

export interface TextInput {
  readonly type: 'Input.Text';
  readonly id: string;
  readonly label: string;
  readonly isMultiline: boolean;
  readonly maxLength: number;
  readonly isRequired?: true;
  readonly errorMessage?: string;
  readonly value?: string;
}

export interface ChoiceInput {
  readonly type: 'Input.ChoiceSet';
  readonly id: string;
  readonly label: string;
  readonly style: 'expanded' | 'compact';
  readonly choices: readonly { readonly title: string; readonly value: string }[];
  readonly isRequired?: true;
  readonly errorMessage?: string;
  readonly placeholder?: string;
  readonly value?: string;
}

export type CardElement = TextBlock | FactSet | Container | Table | ActionSet | TextInput | ChoiceInput;

/** What comes back with a press. Inputs of the card come beside it, under their ids. */
export interface PressData {
  readonly michi: {
    readonly intent: string;
    readonly slots: Readonly<Record<string, string>>;
    /** Set in the button that sends a form: the prefix of its inputs' ids. */
    readonly form?: string;
    readonly madeFor?: string;
  };
}

interface ActionLooks {
  readonly title: string;
  readonly style?: 'positive';
  /** Without it a press collects, and the client checks, every input of the card. */
  readonly associatedInputs?: 'none';
}

export interface SubmitAction extends ActionLooks {
  readonly type: 'Action.Submit';
  readonly data: PressData;
}

/** Opens a dialog: the client asks what the form kept under that id looks like. */
export interface DialogOpener extends ActionLooks {
  readonly type: 'Action.Submit';
  readonly data: { readonly msteams: { readonly type: 'task/fetch' }; readonly michi: { readonly dialog: string } };
}

/** A button in a dialog. */
export interface DialogSubmit extends ActionLooks {
  readonly type: 'Action.Submit';
  readonly data: { readonly michi: PressData['michi'] & { readonly dialog: string } };
}

export interface CardAction extends ActionLooks {
  readonly type: 'Action.Execute';
  readonly data: PressData;
  readonly verb: 'michi';
  /** For clients that do not know the action above. */
  readonly fallback: SubmitAction;
}

export interface RefreshAction {
  readonly type: 'Action.Execute';
  readonly verb: 'michi-refresh';
  readonly title: string;
  readonly data: { readonly michi: ActionRef };
}

export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly version: '1.5';
  readonly lang: 'ja' | 'en';
  /** Shown by clients that cannot draw this version. */
  readonly fallbackText: string;
  /** What a screen reader says of the whole card. */
  readonly speak: string;
  readonly body: readonly CardElement[];
  /**
   * What gives a reader a view of their own when the card comes into sight. Without `userIds` Teams asks for every member of a conversation of
   * at most 60 people, and of a larger one for nobody.
   */
  readonly refresh?: { readonly action: RefreshAction };
  readonly msteams: { readonly width: 'Full' };
}
