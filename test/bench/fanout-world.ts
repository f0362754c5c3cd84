import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/app/config.ts';
import { type Container, createContainer } from '../../src/app/container.ts';
import { createPeopleImports } from '../../src/domains/people/imports/people-imports.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import type { Id } from '../../src/platform/ids/ids.ts';
import { createLog } from '../../src/platform/log/log.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import { csvOf, templateRows } from '../support/imports.ts';
import { installSlack, sharedVariables, slackVariables } from '../support/product-environment.ts';
import type { StandIn } from '../support/stand-in/stand-in.ts';

const identifying = { kind: 'system', purpose: 'identify' } as const;
const workday = '2026-12-02';

/** A clock of a Wednesday morning, so that nobody's quiet hours or holiday are in the way; the same in every process that is given `shiftMs`. */
export function shiftedClock(shiftMs: number): Clock {
  return { now: () => new Date(Date.now() + shiftMs) };
}

export const toWednesdayMs = (): number => Date.parse(`${workday}T10:00:00+09:00`) - Date.now();

/** The product without the demo, for one company in so many workspaces. */
export async function fanoutEnvironment(
  slack: StandIn,
  tenants: number,
  server: { readonly database: string; readonly redis: string } | null,
): Promise<NodeJS.ProcessEnv> {
  return {
    PATH: process.env.PATH,
    MICHI_DATA_DIR: await mkdtemp(join(tmpdir(), 'michi-fanout-')),
    MICHI_DEMO: 'false',
    MICHI_LOG_LEVEL: 'warn',
    MICHI_PORT: '0',
    MICHI_SECRET: randomUUID().repeat(2),
    ...sharedVariables,
    ...(server === null ? {} : { DATABASE_URL: server.database, REDIS_URL: server.redis }),
    ...slackVariables(slack.url, Array.from({ length: tenants }, (_, at) => `T${at}`).join(',')),
  };
}

export function openProduct(environment: NodeJS.ProcessEnv, clock: Clock): Promise<Container> {
  const config = readConfig(environment);
  const onFatal = (fault: Error) => {
    throw fault;
  };
  return createContainer({ config, log: createLog(config.logLevel), clock, onFatal });
}

/** Installs Michi in every workspace and employs as many people as there are messages, each with an account; two more are HR. */
export async function populate(container: Container, slack: StandIn, people: number, tenants: number): Promise<void> {
  const { url } = await container.web.listen({ host: '127.0.0.1', port: 0 });
  for (let tenant = 0; tenant < tenants; tenant++) {
    const team = { id: `T${tenant}`, name: `workspace ${tenant}` };
    await slack.control('grant', { team, enterprise: null, is_enterprise_install: false });
    await installSlack(url);
  }
  await employ(container, people);
  const users = Array.from({ length: people }, (_, at) => ({ id: `U${at}`, team_id: `T${at % tenants}` }));
  await slack.control('add-users', { users });
  for (const [at, user] of users.entries()) {
    if (at % 1_000 === 0) process.stderr.write(`\r${at} of ${people} people `);
    const person = await idOf(container, numberOf(at));
    await container.people.linkUser(identifying, { channel: 'slack', tenant: user.team_id, id: user.id }, person);
  }
  process.stderr.write('\n');
}

const numberOf = (at: number): string => String(at + 1).padStart(6, '0');

async function employ({ db }: Container, people: number): Promise<void> {
  const imports = createPeopleImports({ db, catalogueIds: async () => ({ roles: new Set(), skills: new Set() }) });
  const [company = {}] = templateRows('companies');
  const [template = {}] = templateRows('people');
  const row = (number: string, division: string, more: Readonly<Record<string, string>> = {}) => ({
    ...template,
    ...{ number, email: `p${number}@michishirube.example`, manager_number: '', skills: '', michi_roles: '' },
    ...{ division_en: division, position: 'staff', ...more },
  });
  const staff = Array.from({ length: people }, (_, at) =>
    row(numberOf(at), 'Sales', { locale: at % 2 === 0 ? 'ja' : 'en' }),
  );
  const hr = ['900001', '900002'].map(number => row(number, 'HR', { michi_roles: 'hr' }));
  const options = { dryRun: false, onProgress: () => undefined };
  for (const [kind, rows] of [
    ['companies', [company]],
    ['people', [...staff, ...hr]],
  ] as const) {
    const summary = await imports.importFile(kind, { name: `${kind}.csv`, text: csvOf(rows) }, options);
    if (summary.new !== rows.length) throw new Error(`${kind}: ${JSON.stringify(summary)}`);
  }
}

async function idOf({ people }: Container, number: string): Promise<Id<'person'>> {
  const id = await people.findByNumber(identifying, 'HQ', number);
  if (id === null) throw new Error(`nobody has the number ${number}`);
  return id;
}

async function actorOf(container: Container, number: string): Promise<PersonActor> {
  const id = await idOf(container, number);
  const found = await container.people.identify(identifying, { channel: 'web', tenant: 'signed', id });
  if (found.kind !== 'known') throw new Error(`${number} is not known`);
  return found.actor;
}

/** As HR does it: a draft, a dry run, a second person's approval. Gives the start, to be called when the clock may begin. */
export async function approvedNudge(container: Container): Promise<() => Promise<void>> {
  const { nudges } = container;
  const [writer, other] = [await actorOf(container, '900001'), await actorOf(container, '900002')];
  const saved = await nudges.draft(writer, {
    name: 'Reminder of the skill assessment',
    condition: { divisions: ['Sales'], jobCategories: [], positions: [] },
    text: {
      ja: '{division}のスキル自己評価は来週までです。いまのレベルを確かめておきませんか。',
      en: 'The skill self-assessment of {division} ends next week. It takes about ten minutes.',
    },
    startsAt: `${workday}T10:00`,
    rule: null,
  });
  if (saved.kind !== 'saved') throw new Error(`the nudge was refused: ${saved.faults}`);
  await nudges.dryRun(writer, saved.nudge.id);
  await nudges.approve(other, saved.nudge.id);
  return async () => {
    const outcome = await nudges.start(writer, saved.nudge.id);
    if (outcome.kind !== 'done') throw new Error(`the nudge was not started: ${outcome.reason}`);
  };
}
