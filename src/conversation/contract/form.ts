import type { ActionRef } from './action.ts';

interface FieldBase {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required: boolean;
  /** Set when the form comes back with an error in this field. */
  readonly error?: string;
}

export type Field =
  | (FieldBase & {
      readonly kind: 'text';
      readonly multiline: boolean;
      readonly maxLength: number;
      readonly value?: string;
    })
  | (FieldBase & {
      readonly kind: 'choice';
      readonly options: readonly { readonly value: string; readonly label: string }[];
      readonly value?: string;
    });

/** A few questions answered at once. Submitting sends `submit` with the fields' values as the turn's `values`. */
export interface Form {
  readonly title: string;
  readonly text?: string;
  readonly fields: readonly Field[];
  readonly submit: ActionRef & { readonly label: string };
  readonly cancel: ActionRef & { readonly label: string };
}
