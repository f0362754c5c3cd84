import type { Command } from 'commander';
import type { UserRef } from '../../conversation/contract/identity.ts';
import { createPeopleService } from '../../domains/people/people.service.ts';
import type { PeopleService } from '../../domains/people/people.types.ts';
import type { Id } from '../../platform/ids/ids.ts';
import { systemClock } from '../../platform/time/clock.ts';
import type { CommandDeps } from './command-deps.ts';
import { identityMessages } from './identity.messages.ts';

const operator = { kind: 'system', purpose: 'identify' } as const;
const channels = ['slack', 'teams'] as const;

/** Prints what was done, or says why nothing was and fails. */
type Outcome = { readonly done: string } | { readonly refused: string };

type Words = (typeof identityMessages)['en'];

export function registerIdentity(program: Command, deps: Pick<CommandDeps, 'withDatabase' | 'language'>): void {
  const usage = identityMessages[deps.language];
  const command = program.command('identity').description(usage.about);
  const subcommand = (name: string, about: string) => command.command(name).description(about);
  const report = (work: (people: PeopleService) => Promise<Outcome>) => deps.withDatabase(db => tell(work, db));

  subcommand('list', usage.aboutList)
    .argument('<person>', usage.person)
    .action((person: string) => report(people => list(people, person, usage)));
  subcommand('link', usage.aboutLink)
    .argument('<person>', usage.person)
    .argument('<channel>', usage.channel)
    .argument('<tenant>', usage.tenant)
    .argument('<user>', usage.user)
    .action((person: string, channel: string, tenant: string, id: string) =>
      report(people => link(people, person, { channel, tenant, id }, usage)),
    );
  subcommand('unlink', usage.aboutUnlink)
    .argument('<channel>', usage.channel)
    .argument('<tenant>', usage.tenant)
    .argument('<user>', usage.user)
    .action((channel: string, tenant: string, id: string) =>
      report(people => unlink(people, { channel, tenant, id }, usage)),
    );
}

async function tell(
  work: (people: PeopleService) => Promise<Outcome>,
  db: Parameters<typeof createPeopleService>[0]['db'],
): Promise<void> {
  const outcome = await work(createPeopleService({ db, clock: systemClock }));
  if ('done' in outcome) console.log(outcome.done);
  else {
    console.error(outcome.refused);
    process.exitCode = 1;
  }
}

async function list(people: PeopleService, person: string, messages: Words): Promise<Outcome> {
  const id = await personOf(people, person);
  if (id === null) return { refused: messages.unknownPerson(person) };
  const links = await people.linkedUsers(operator, id);
  const lines = links.map(({ channel, tenant, id: user, verifiedBy, verifiedAt }) =>
    [channel, tenant, user, verifiedBy, verifiedAt.toISOString()].join('\t'),
  );
  return { done: lines.length === 0 ? messages.none(person) : lines.join('\n') };
}

type Account = Readonly<Record<'channel' | 'tenant' | 'id', string>>;

async function link(people: PeopleService, person: string, account: Account, messages: Words): Promise<Outcome> {
  const user = userOf(account);
  if (user === null) return { refused: messages.unknownChannel(account.channel) };
  const id = await personOf(people, person);
  if (id === null) return { refused: messages.unknownPerson(person) };
  await people.linkUser(operator, user, id);
  return { done: messages.linked(person, nameOf(user)) };
}

async function unlink(people: PeopleService, account: Account, messages: Words): Promise<Outcome> {
  const user = userOf(account);
  if (user === null) return { refused: messages.unknownChannel(account.channel) };
  const { kind } = await people.unlinkUser(operator, user);
  return kind === 'unlinked'
    ? { done: messages.unlinked(nameOf(user)) }
    : { refused: messages.notLinked(nameOf(user)) };
}

function userOf({ channel, tenant, id }: Account): UserRef | null {
  const known = channels.find(name => name === channel);
  return known === undefined ? null : { channel: known, tenant, id };
}

function nameOf({ channel, tenant, id }: UserRef): string {
  return [channel, tenant, id].join('/');
}

function personOf(people: PeopleService, person: string): Promise<Id<'person'> | null> {
  const [company = '', ...number] = person.split('/');
  return people.findByNumber(operator, company, number.join('/'));
}
