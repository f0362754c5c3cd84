import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Relay } from './relay.ts';

export interface OutboxEngine {
  start(): Promise<void>;
  /** Begins nothing more and waits for what is under way. */
  stop(): Promise<void>;
}

/** What every engine needs. */
export interface EngineDeps {
  readonly relay: Relay;
  readonly onFault: (where: string, fault: unknown) => void;
  /** How often to look for what is due. Default 500 ms. */
  readonly everyMs?: number;
}

export interface LocalEngineDeps extends EngineDeps {
  /** Nobody else can be at work on what is on its way when it starts. */
  readonly isOnlyProcess: boolean;
}

/** Messages that are sent at once. */
const atOnce = 20;
const reconcileMs = 10_000;

/** The outbox in a process: a loop that gives out what is due until the next look, and sends it at its time. */
export function createLocalEngine({ relay, onFault, isOnlyProcess, everyMs = 500 }: LocalEngineDeps): OutboxEngine {
  const limit = pLimit(atOnce);
  const stopping = new AbortController();
  const { signal } = stopping;
  const underWay = new Set<Promise<void>>();
  let looking = Promise.resolve();

  function send(id: string, inMs: number): void {
    const sending = pause(inMs, undefined, { signal })
      .then(() => limit(() => (signal.aborted ? Promise.resolve(null) : relay.deliver(id))))
      .then(againMs => (againMs === null ? undefined : send(id, againMs)))
      .catch(() => undefined)
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
  }

  async function look(): Promise<void> {
    let reconciledAt = performance.now();
    while (!signal.aborted) {
      try {
        for (const { id, inMs } of await relay.giveOut(2 * everyMs)) send(id, inMs);
        if (performance.now() - reconciledAt > reconcileMs) {
          reconciledAt = performance.now();
          await relay.reconcile();
        }
      } catch (fault) {
        onFault('outbox', fault);
      }
      await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  return {
    async start() {
      if (isOnlyProcess) await relay.takeBackAll();
      looking = look();
    },
    async stop() {
      stopping.abort();
      await looking;
      await Promise.all(underWay);
    },
  };
}
