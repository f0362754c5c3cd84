import { AppError } from '../errors/app-error.ts';
import type { Id } from '../ids/ids.ts';
import type { Actor, PersonActor } from './actor.ts';
import { type Act, type DataKind, type MatrixRow, matrix, type Relation } from './matrix.ts';

/** What the thing asked for belongs to. What is not known is left out; a relation that needs it then does not hold. */
export interface Subject {
  /** The person whom it is about. */
  readonly personId?: Id<'person'>;
  /** The direct manager of that person, now. */
  readonly managerId?: Id<'person'> | null;
  /** People who report to that person, as far as they matter to the question. */
  readonly reportIds?: readonly Id<'person'>[];
  /** Null = the whole group's, such as a skill that every company sees. */
  readonly companyId?: Id<'company'> | null;
}

export interface Question {
  readonly data: DataKind;
  readonly act: Act;
  readonly subject?: Subject;
}

/** `audited`: the caller writes an audit entry in the same transaction (`recordAudit`). */
export type Decision =
  | { readonly kind: 'allow'; readonly audited: boolean }
  | { readonly kind: 'deny'; readonly rule: string };

/** Deny by default: what no row of the matrix allows is denied. Pure; loads nothing. */
export function decide(actor: Actor, question: Question): Decision {
  const row = matrix.find(candidate => candidate.data === question.data && candidate.act === question.act);
  if (row === undefined) {
    return { kind: 'deny', rule: `${question.data}.${question.act}: no rule` };
  }
  return actor.kind === 'system'
    ? decideForSystem(actor.purpose, row)
    : decideForPerson(actor, row, question.subject ?? {});
}

/** Throws `AppError('access.denied')`, retry `never`, whose `rule` says what was missing; otherwise tells whether to audit. */
export function authorise(actor: Actor, question: Question): { readonly audited: boolean } {
  const decision = decide(actor, question);
  if (decision.kind === 'deny') {
    throw new AppError('access.denied', { detail: { rule: decision.rule } });
  }
  return { audited: decision.audited };
}

function decideForSystem(purpose: MatrixRow['system'][number], row: MatrixRow): Decision {
  return row.system.includes(purpose)
    ? { kind: 'allow', audited: false }
    : { kind: 'deny', rule: `${row.data}.${row.act}: purpose ${purpose}` };
}

function decideForPerson(actor: PersonActor, row: MatrixRow, subject: Subject): Decision {
  if (!actor.roles.includes('employee')) {
    return { kind: 'deny', rule: `${row.data}.${row.act}: not employed` };
  }
  const held = relationsOf(actor, subject);
  const allowing = held.filter(relation => row.allow[relation]?.some(role => actor.roles.includes(role)));
  if (allowing.length === 0) {
    return { kind: 'deny', rule: `${row.data}.${row.act}: ${held.join(' and ') || 'no relation'}` };
  }
  const audited = row.audited ?? [];
  return { kind: 'allow', audited: allowing.every(relation => audited.includes(relation)) };
}

function relationsOf(actor: PersonActor, subject: Subject): readonly Relation[] {
  const holds: Readonly<Record<Relation, boolean>> = {
    self: subject.personId === actor.personId,
    'my-report': subject.managerId === actor.personId,
    'my-manager': subject.reportIds?.includes(actor.personId) === true,
    'same-company': subject.companyId === actor.companyId,
    'other-company': typeof subject.companyId === 'string' && subject.companyId !== actor.companyId,
    'whole-group': subject.companyId === null,
  };
  // Object.entries forgets that the keys are relations.
  return (Object.keys(holds) as Relation[]).filter(relation => holds[relation]);
}
