import { type Event, type Sender, slackSender, teamsSender } from './inbound-senders.ts';
import { startTrialProduct, type TrialProduct } from './trial-product.ts';
import { waitUntil } from './wait-until.ts';

/** What came of one trial. `seconds`: from the fault to the effect, where something died. */
interface Outcome {
  readonly events: number;
  readonly effects: number;
  readonly lost: number;
  readonly seconds: number | null;
}

interface Trial {
  readonly name: string;
  /** The point at which the process dies; it is started again at once, as a supervisor would. */
  readonly killAt?: string;
  /** How many effects there must be. */
  readonly effects: number;
  act(sender: Sender): Promise<readonly (number | null)[]>;
}

const [asker, stranger] = ['UWATANABE', 'UINOUE'] as const;
const question = 'システムアーキテクトに必要なスキルは？';
/** An acknowledged turn must be taken up within a minute. */
const patienceMs = 60_000;
/** Long enough for a second effect to show itself. */
const quietMs = 1_500;

/** As the platforms do: what was not acknowledged is sent again. */
async function untilAcknowledged(sender: Sender, event: Event): Promise<readonly number[]> {
  const statuses: (number | null)[] = [];
  const acknowledged = await waitUntil(
    async () => {
      const status = await sender.send(event).catch(() => null);
      statuses.push(status);
      return status === 200 ? status : null;
    },
    patienceMs,
    500,
  );
  return acknowledged === null ? [] : [acknowledged];
}

const one = (name: string, killAt: string): Trial => ({
  name,
  killAt,
  effects: 1,
  act: sender => untilAcknowledged(sender, sender.ask(asker, question)),
});

const trials: readonly Trial[] = [
  one('kill -9 before the commit', 'inbox-written'),
  one('kill -9 after the commit, before the acknowledgement', 'inbox-committed'),
  one('kill -9 after the acknowledgement', 'turn-claimed'),
  one('kill -9 after the answer arrived, before it is marked', 'answer-sent'),
  {
    name: 'the same event four times at once',
    effects: 1,
    act: sender => {
      const event = sender.ask(asker, question);
      return Promise.all([1, 2, 3, 4].map(() => sender.send(event)));
    },
  },
  {
    name: 'two events, the later one first, the earlier one twice',
    effects: 2,
    async act(sender) {
      const [first, second] = [sender.ask(asker, question), sender.ask(asker, 'ヘルプ')];
      return [await sender.send(second), await sender.send(first), await sender.send(first)];
    },
  },
  {
    name: 'double click',
    effects: 1,
    act: async sender =>
      Promise.all([sender.send(await sender.press(asker, asker)), sender.send(await sender.press(asker, asker))]),
  },
  {
    name: "a stranger's press: told so, nothing else",
    effects: 1,
    act: async sender => [await sender.send(await sender.press(asker, stranger))],
  },
  ...[-600_000, 600_000].map(skewMs => ({
    name: `a clock that is ${skewMs / 60_000} min wrong: refused`,
    effects: 0,
    act: async (sender: Sender) => [await sender.send(sender.ask(asker, question), skewMs)],
  })),
];

/**
 * `npm run faults -- inbound [--server <url>]`: what becomes of events of Slack and Teams when Michi dies at every step, and when they come
 * twice, in the wrong order, from somebody else or from another time. Counted in the ledgers of the platforms, outside Michi.
 */
export async function run(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--server');
  const product = await startTrialProduct(at < 0 ? process.env.TEST_DATABASE_URL : args[at + 1]);
  try {
    const rows = [];
    for (const sender of [slackSender(product), teamsSender(product)])
      for (const trial of trials)
        rows.push({ platform: sender.name, trial, outcome: await tryOut(product, sender, trial) });
    const refusals = await product.ask("select id from audit_entries where action = 'conversation.press-refused'");
    console.table(rows.map(({ platform, trial, outcome }) => ({ platform, trial: trial.name, ...outcome })));
    const failed = rows.filter(({ trial, outcome }) => outcome.lost > 0 || outcome.effects !== trial.effects);
    const slowest = Math.max(...rows.map(({ outcome }) => outcome.seconds ?? 0));
    const sum = {
      trials: rows.length,
      failed: failed.length,
      lost: rows.reduce((all, row) => all + row.outcome.lost, 0),
    };
    console.log(JSON.stringify({ ...sum, refusals_audited: refusals.length, slowest_recovery_s: slowest }));
    if (failed.length > 0 || refusals.length !== 2) process.exitCode = 1;
  } finally {
    await product.end();
  }
}

async function tryOut(product: TrialProduct, sender: Sender, trial: Trial): Promise<Outcome> {
  process.stderr.write(`${sender.name}: ${trial.name}\n`);
  await product.stop();
  await product.start(trial.killAt);
  if (trial.killAt === undefined) await settleQuestion(sender);
  const before = (await sender.seen()).length;
  const restarted = trial.killAt === undefined ? null : restartWhenDead(product);
  const acknowledged = (await trial.act(sender)).filter(status => status === 200).length;
  const diedAt = await restarted;
  const count = async () => (await sender.seen()).length - before;
  await waitUntil(async () => ((await count()) >= trial.effects ? true : null), patienceMs);
  const seconds = diedAt === null ? null : Math.round((performance.now() - diedAt) / 100) / 10;
  // Nothing more may come.
  await waitUntil(async () => ((await count()) > trial.effects ? true : null), quietMs);
  const effects = await count();
  return { events: acknowledged, effects, lost: Math.max(0, trial.effects - effects), seconds };
}

/** So that there is a message whose buttons can be pressed, and that accounts are linked. */
async function settleQuestion(sender: Sender): Promise<void> {
  const before = (await sender.seen()).length;
  for (const user of [stranger, asker]) await sender.send(sender.ask(user, question));
  await waitUntil(async () => ((await sender.seen()).length >= before + 2 ? true : null), patienceMs);
}

async function restartWhenDead(product: TrialProduct): Promise<number> {
  await product.died();
  const diedAt = performance.now();
  await product.start();
  return diedAt;
}
