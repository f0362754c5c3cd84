import pLimit from 'p-limit';

export interface Lines {
  /**
   * Runs the work of a conversation: one after the other for the same conversation, and only so many conversations at once, first come, first
   * served. Asked for again while it still waits, the work is done once. After `stop` nothing more is begun.
   */
  run(conversation: string): Promise<void>;
  stop(): void;
  /** Work that goes on step by step ends after the step at hand. */
  isStopped(): boolean;
}

/** `atOnce` bounds what answers take from acknowledgements: both use the same processor and the same database. */
export function createLines(atOnce: number, work: (conversation: string) => Promise<void>): Lines {
  const limit = pLimit(atOnce);
  const last = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();
  let stopped = false;

  function begin(conversation: string): Promise<void> {
    waiting.delete(conversation);
    return stopped ? Promise.resolve() : work(conversation);
  }

  return {
    run(conversation) {
      const known = waiting.get(conversation);
      if (known !== undefined) return known;
      const mine = (last.get(conversation) ?? Promise.resolve()).then(() => limit(() => begin(conversation)));
      const settled = mine.catch(() => undefined);
      waiting.set(conversation, mine);
      last.set(conversation, settled);
      void settled.then(() => last.get(conversation) === settled && last.delete(conversation));
      return mine;
    },
    stop() {
      stopped = true;
    },
    isStopped: () => stopped,
  };
}
