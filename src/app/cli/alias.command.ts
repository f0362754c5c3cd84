import { Argument, type Command } from 'commander';
import { createCatalogueService } from '../../domains/catalogue/catalogue.service.ts';
import {
  type AliasChange,
  type CatalogueService,
  type ItemId,
  itemKinds,
} from '../../domains/catalogue/catalogue.types.ts';
import { type Locale, locales } from '../../platform/i18n/locale.ts';
import { namedId } from '../../platform/ids/ids.ts';
import { systemClock } from '../../platform/time/clock.ts';
import { aliasMessages } from './alias.messages.ts';
import type { CommandDeps } from './command-deps.ts';
import { usageMessages } from './usage.messages.ts';

/** What an operator does is done as the import does it: the audit trail names the purpose. */
const operator = { kind: 'system', purpose: 'import' } as const;

export function registerAlias(program: Command, deps: CommandDeps): void {
  const usage = usageMessages[deps.language].alias;
  const command = program.command('alias').description(usage.about);
  command
    .command('list')
    .description(usage.list)
    .argument('<item>', usage.item)
    .action((name: string) => list(deps, name));
  for (const change of ['add', 'remove'] as const) {
    command
      .command(change)
      .description(usage[change])
      .argument('<item>', usage.item)
      .addArgument(new Argument('<locale>', usage.locale).choices([...locales]))
      .argument('<alias>', usage.alias)
      .action((name: string, locale: Locale, alias: string) => edit(deps, change, { name, locale, alias }));
  }
}

async function list(deps: CommandDeps, name: string): Promise<void> {
  const id = itemId(name);
  const found = id === null ? null : await withCatalogue(deps, catalogue => listOf(catalogue, id));
  if (found === null) return refuse(deps, 'unknown-item');
  for (const { locale, text, origin } of found) console.log(`${locale}\t${origin}\t${text}`);
}

/** Null when there is no such item; an item without aliases has an empty list. */
async function listOf(catalogue: CatalogueService, id: ItemId) {
  const [item] = await catalogue.summaries(operator, [id]);
  return item === undefined ? null : catalogue.aliases(operator, id);
}

interface Words {
  readonly name: string;
  readonly locale: Locale;
  readonly alias: string;
}

async function edit(deps: CommandDeps, change: 'add' | 'remove', { name, locale, alias }: Words): Promise<void> {
  const id = itemId(name);
  if (id === null) return refuse(deps, 'unknown-item');
  const result = await withCatalogue(deps, catalogue =>
    change === 'add'
      ? catalogue.addAlias(operator, id, locale, alias)
      : catalogue.removeAlias(operator, id, locale, alias),
  );
  if (result.kind === 'refused') return refuse(deps, result.reason);
  console.log(aliasMessages[deps.language][change](result.item.name[deps.language], alias));
}

function refuse({ language }: CommandDeps, reason: Extract<AliasChange, { kind: 'refused' }>['reason']): void {
  console.error(aliasMessages[language].refused[reason]);
  process.exitCode = 1;
}

function withCatalogue<Result>(
  deps: CommandDeps,
  work: (catalogue: CatalogueService) => Promise<Result>,
): Promise<Result> {
  const embedder = deps.embedder();
  return deps.withDatabase(db => work(createCatalogueService({ db, embedder, clock: systemClock })));
}

function itemId(name: string): ItemId | null {
  const [kindName, source = '', ...key] = name.split('/');
  const kind = itemKinds.find(candidate => candidate === kindName);
  return kind === undefined ? null : namedId(kind, source, key.join('/'));
}
