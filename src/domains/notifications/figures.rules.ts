import type { NoticeCounts } from './notifications.types.ts';

/** Fewer people than that are never counted for anybody to see. */
export const smallestGroup = 5;

/** What of the counts may be shown. */
export interface ShownFigures {
  /** Everything that is shown, together; null = nothing may be. */
  readonly total: Counted | null;
  readonly groups: readonly NoticeCounts[];
  /** Groups that are not shown, and not in the total either. */
  readonly hidden: number;
}
export type Counted = Omit<NoticeCounts, 'month' | 'kind' | 'people'>;

/**
 * Groups of fewer than five people are hidden. The total is that of the groups shown, so that nothing can be subtracted from it to find what
 * is hidden.
 */
export function shownFigures(counts: readonly NoticeCounts[]): ShownFigures {
  const groups = counts.filter(({ people }) => people >= smallestGroup);
  const total = groups.length === 0 ? null : groups.map(countedOf).reduce(sum);
  return { total, groups, hidden: counts.length - groups.length };
}

/** Per kind over all its months: of each month only what may be shown. */
export function byKind(counts: readonly NoticeCounts[]): readonly { readonly kind: string; readonly total: Counted }[] {
  const kinds = [...new Set(counts.map(({ kind }) => kind))];
  return kinds.flatMap(kind => {
    const { total } = shownFigures(counts.filter(count => count.kind === kind));
    return total === null ? [] : [{ kind, total }];
  });
}

function countedOf({ sent, opened, answered, snoozed, stopped, failed }: NoticeCounts): Counted {
  return { sent, opened, answered, snoozed, stopped, failed };
}

function sum(a: Counted, b: Counted): Counted {
  return {
    sent: a.sent + b.sent,
    opened: a.opened + b.opened,
    answered: a.answered + b.answered,
    snoozed: a.snoozed + b.snoozed,
    stopped: a.stopped + b.stopped,
    failed: a.failed + b.failed,
  };
}
