import type { AppError } from '../platform/errors/app-error.ts';
import type { ConfigFault } from './config.ts';

/** What can be true of each part, and what the sentence about it needs. */
interface Parts {
  node: { state: 'ok' | 'old'; facts: { readonly version: string } };
  variable: { state: 'wrong'; facts: ConfigFault };
  'data-directory': { state: 'ok' | 'unwritable'; facts: { readonly path: string } };
  database:
    | { state: 'ok' | 'embedded' | 'old'; facts: { readonly version: string } }
    | { state: 'absent' | 'in-use'; facts: object }
    | { state: 'broken'; facts: { readonly fault: AppError } };
  vectors: { state: 'ok' | 'old' | 'missing'; facts: { readonly version: string } };
  migrations:
    | { state: 'ok' | 'pending'; facts: { readonly count: number; readonly file: string } }
    | { state: 'broken'; facts: { readonly fault: AppError } };
  search:
    | { state: 'ok' | 'empty' | 'without-vectors'; facts: { readonly items: number; readonly embedder: string } }
    | { state: 'other-embedder' | 'unfinished'; facts: { readonly found: string; readonly configured: string } };
  embedder:
    | { state: 'ok' | 'embedded' | 'adapted'; facts: { readonly id: string } }
    | { state: 'broken'; facts: { readonly fault: AppError } };
  redis: { state: 'ok' | 'embedded' | 'away' | 'evicts'; facts: { readonly version: string } };
  slack: {
    state: 'ok' | 'not-installed' | 'no-address' | 'broken';
    facts: { readonly installed: number; readonly installation: string; readonly outcome: string };
  };
  teams: { state: 'ok' | 'broken'; facts: { readonly tenants: number; readonly code: string } };
  outbox: {
    state: 'ok' | 'late' | 'dead-letters';
    facts: { readonly due: number; readonly minutes: number; readonly deadLetters: number };
  };
  web: { state: 'ok' | 'exposed' | 'exposed-demo'; facts: { readonly address: string } };
}

export type Part = keyof Parts;
export type StateOf<Name extends Part> = Parts[Name]['state'];
/** What is known of a part in that state. */
export type FactsOf<Name extends Part, State> = Parts[Name] extends infer Found
  ? Found extends { state: infer States; facts: infer Facts }
    ? State extends States
      ? Facts
      : never
    : never
  : never;
type FindingOf<Name extends Part> = Parts[Name] extends infer Found
  ? Found extends { state: infer State; facts: infer Facts }
    ? { readonly part: Name; readonly state: State; readonly facts: Facts }
    : never
  : never;

/** One thing that the doctor found out about one part. */
export type Finding = { readonly [Name in Part]: FindingOf<Name> }[Part];

const bad: readonly Finding['state'][] = [
  'old',
  'wrong',
  'unwritable',
  'broken',
  'missing',
  'away',
  'evicts',
  'other-embedder',
  'exposed-demo',
];

/** `bad` has to be mended: Michi does not start, does not answer, or answers whom it must not. */
export function severityOf({ state }: Finding): 'good' | 'note' | 'bad' {
  return state === 'ok' ? 'good' : bad.includes(state) ? 'bad' : 'note';
}
