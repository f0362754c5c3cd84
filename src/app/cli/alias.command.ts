import { type Command, Option } from 'commander';
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

/** What an operator does is done as the import does it: the audit trail names the purpose. */
const operator = { kind: 'system', purpose: 'import' } as const;

export function registerAlias(program: Command, deps: CommandDeps): void {
  const command = program.command('alias').description('words by which people find an item of the catalogue');
  const item = '<item>';
  const about = 'kind/source/key, such as role/group/incident-responder-senior';
  command
    .command('list')
    .argument(item, about)
    .action((name: string) => list(deps, name));
  for (const change of ['add', 'remove'] as const) {
    command
      .command(change)
      .argument(item, about)
      .argument('<locale>', 'ja or en')
      .argument('<alias>')
      .addOption(new Option('--language <language>', 'of the answer').choices(['en', 'ja']).default('en'))
      .action((name: string, locale: string, alias: string, options: { readonly language: Locale }) =>
        edit(deps, change, { name, locale, alias, language: options.language }),
      );
  }
}

async function list(deps: CommandDeps, name: string): Promise<void> {
  const id = itemId(name);
  const aliases = id === null ? [] : await withCatalogue(deps, catalogue => catalogue.aliases(operator, id));
  for (const { locale, text, origin } of aliases) console.log(`${locale}\t${origin}\t${text}`);
}

interface Words {
  readonly name: string;
  readonly locale: string;
  readonly alias: string;
  readonly language: Locale;
}

async function edit(
  deps: CommandDeps,
  change: 'add' | 'remove',
  { name, locale, alias, language }: Words,
): Promise<void> {
  const id = itemId(name);
  const spoken = locales.find(candidate => candidate === locale);
  const result: AliasChange =
    id === null || spoken === undefined
      ? { kind: 'refused', reason: 'unknown-item' }
      : await withCatalogue(deps, catalogue =>
          change === 'add'
            ? catalogue.addAlias(operator, id, spoken, alias)
            : catalogue.removeAlias(operator, id, spoken, alias),
        );
  const messages = aliasMessages[language];
  if (result.kind === 'saved') console.log(messages.saved(result.item.name[language], alias));
  else {
    console.error(messages.refused[result.reason]);
    process.exitCode = 1;
  }
}

function withCatalogue<Result>(
  deps: CommandDeps,
  work: (catalogue: CatalogueService) => Promise<Result>,
): Promise<Result> {
  return deps.withDatabase(db => work(createCatalogueService({ db, embedder: deps.embedder(), clock: systemClock })));
}

function itemId(name: string): ItemId | null {
  const [kindName, source = '', ...key] = name.split('/');
  const kind = itemKinds.find(candidate => candidate === kindName);
  return kind === undefined ? null : namedId(kind, source, key.join('/'));
}
