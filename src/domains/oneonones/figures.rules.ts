/** One month of one division: people whose meeting was due, meetings that were due and those that took place. */
export interface Tally {
  readonly division: string;
  readonly people: number;
  readonly due: number;
  readonly held: number;
}

/** Fewer people than this are never shown. */
export const smallestGroup = 5;

/**
 * The divisions of one month that may be shown beside the figure of the whole company. Small ones are hidden; and because the company's
 * figure minus what is shown gives the rest, so many more are hidden, the smallest first, that the rest is of at least five people in at
 * least two divisions.
 */
export function shownDivisions(tallies: readonly Tally[]): readonly Tally[] {
  const bySize = tallies.toSorted((a, b) => a.people - b.people || (a.division < b.division ? -1 : 1));
  let hidden = bySize.filter(tally => tally.people < smallestGroup).length;
  while (hidden > 0 && hidden < bySize.length && !isSafe(bySize.slice(0, hidden))) hidden += 1;
  return bySize.slice(hidden);
}

function isSafe(hidden: readonly Tally[]): boolean {
  return hidden.length >= 2 && sum(hidden, tally => tally.people) >= smallestGroup;
}

/** Null when the company as a whole is too small. */
export function wholeOf(tallies: readonly Tally[]): Tally | null {
  const whole = {
    division: '',
    people: sum(tallies, tally => tally.people),
    due: sum(tallies, tally => tally.due),
    held: sum(tallies, tally => tally.held),
  };
  return whole.people < smallestGroup ? null : whole;
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
