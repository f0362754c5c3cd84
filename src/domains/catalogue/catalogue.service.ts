import type { Actor } from '../../platform/access/actor.ts';
import { authorise } from '../../platform/access/policy.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { type Id, isId } from '../../platform/ids/ids.ts';
import type { Embedder } from '../../platform/language/embedder.types.ts';
import { type Clock, todayIn } from '../../platform/time/clock.ts';
import { findCandidates, searchDepth } from './candidates.ts';
import type {
  CatalogueService,
  Course,
  CourseFilter,
  Found,
  ItemKind,
  ItemSummary,
  Page,
  Posting,
  PostingFilter,
  Resolution,
  ResolveQuery,
  RoleFit,
  WholeResolution,
} from './catalogue.types.ts';
import { createCurationService } from './curation.service.ts';
import {
  findAudience,
  findCourses,
  findPostings,
  findRole,
  findRoleRequirements,
  findSessions,
  findSkill,
  findSummaries,
  type Shown,
} from './items.repository.ts';
import { findAtPosition, findFits, findOpenCourses, findOpenPostings, findRolesNeeding } from './lists.repository.ts';
import { pageFrom, pageOf, pageSize, startOf } from './paging.rules.ts';
import { isAtPlace } from './places.rules.ts';
import { decideResolution, thresholds } from './resolution.rules.ts';
import { createNameIndex } from './search/name-index.ts';
import { createNameSearch, hasFeatures, type NameSearch, type PreparedText } from './search/name-search.ts';

export interface CatalogueServiceDeps {
  readonly db: Database;
  readonly embedder: Embedder;
  readonly clock: Clock;
}

export function createCatalogueService(deps: CatalogueServiceDeps): CatalogueService {
  const { db, clock } = deps;
  const search = createNameSearch(deps);
  const within = <Result>(actor: Actor, work: (tx: Tx) => Promise<Result>) => {
    // What the whole group sees may be read by everybody employed; a company's own items are looked at one by one, or hidden by the database.
    authorise(actor, { data: 'catalogue-item', act: 'read', subject: { companyId: null } });
    // Planning costs more than most of these statements, and none of their plans gains from knowing the values.
    return db.transaction(actor, work, 'once');
  };

  async function resolveWhole<Kind extends ItemKind, Item>(
    actor: Actor,
    query: ResolveQuery & { readonly kind: Kind },
    find: (tx: Tx, id: Id<Kind>) => Promise<Shown<Item> | null>,
  ): Promise<WholeResolution<Item>> {
    const text = await search.prepare(query.text);
    return within(actor, async tx => {
      const resolution = await resolve(tx, search, query, text);
      if (resolution.kind !== 'found') return resolution;
      const { id } = resolution.item;
      const read = readOne(actor, isId(query.kind, id) ? await find(tx, id) : null);
      return read.kind === 'gone'
        ? { kind: 'unknown', nearest: resolution.others }
        : { ...resolution, whole: read.item };
    });
  }

  return {
    async resolve(actor, query) {
      const text = await search.prepare(query.text);
      return within(actor, tx => resolve(tx, search, query, text));
    },
    resolveRole: (actor, query) => resolveWhole(actor, { ...query, kind: 'role' }, findRole),
    resolveSkill: (actor, query) => resolveWhole(actor, { ...query, kind: 'skill' }, findSkill),
    role: (actor, id) => within(actor, async tx => readOne(actor, await findRole(tx, id))),
    skill: (actor, id) => within(actor, async tx => readOne(actor, await findSkill(tx, id))),
    posting: (actor, id) =>
      within(actor, async tx => {
        const audience = await findAudience(tx, id);
        const [item] = await findPostings(tx, [id]);
        return readOne(actor, item === undefined || audience === undefined ? null : { item, audience });
      }),
    course: (actor, id) =>
      within(actor, async tx => {
        const audience = await findAudience(tx, id);
        const [item] = await findCourses(tx, [id], clock.now());
        return readOne(actor, item === undefined || audience === undefined ? null : { item, audience });
      }),
    courseSessions: (actor, ids) => within(actor, tx => findSessions(tx, ids, new Date(0))),
    summaries: (actor, ids) => within(actor, tx => findSummaries(tx, ids)),

    roleAtPosition: (actor, id, position) =>
      within(actor, async tx => {
        const other = await findAtPosition(tx, id, position);
        return other === null ? { kind: 'gone' } : readOne(actor, await findRole(tx, other));
      }),

    rolesNeedingSkill: (actor, id, page) =>
      within(actor, async tx => {
        const { items, total } = await findRolesNeeding(tx, id, startOf(page), pageSize);
        const roles = byId(
          await findSummaries(
            tx,
            items.map(item => item.roleId),
          ),
        );
        const shown = items.flatMap(({ roleId, requirement }) => {
          const role = roles.get(roleId);
          return role === undefined ? [] : [{ role, requirement }];
        });
        return pageFrom({ items: shown, total }, page);
      }),

    rolesForSkills: (actor, ids, page) => within(actor, tx => fits(tx, ids, null, page)),
    rolesNear: (actor, id, page) =>
      within(actor, async tx => {
        const requirements = (await findRoleRequirements(tx, [id])).get(id) ?? [];
        const skills = requirements.filter(requirement => requirement.skillKind !== 'task');
        return fits(
          tx,
          skills.map(requirement => requirement.skillId),
          id,
          page,
        );
      }),

    async findPostings(actor, filter, page) {
      const text = filter.text === undefined ? null : await search.prepare(filter.text);
      const today = todayIn(clock, actor.kind === 'person' ? actor.timeZone : 'UTC');
      return within(actor, async tx => {
        const slice = pageOf(await postingIds(tx, search, filter, text, today), page);
        const items: readonly Posting[] = await findPostings(tx, slice.items);
        return pageFrom({ items, total: slice.total }, page);
      });
    },

    async findCourses(actor, filter, page) {
      const text = filter.text === undefined ? null : await search.prepare(filter.text);
      return within(actor, async tx => {
        const slice = pageOf(await courseIds(tx, search, filter, text, clock.now()), page);
        const items: readonly Course[] = await findCourses(tx, slice.items, clock.now());
        return pageFrom({ items, total: slice.total }, page);
      });
    },

    ...createCurationService({ db, clock, nameIndex: createNameIndex(deps) }),
  };
}

function readOne<Item>(actor: Actor, found: Shown<Item> | null): Found<Item> {
  if (found === null) return { kind: 'gone' };
  authorise(actor, { data: 'catalogue-item', act: 'read', subject: { companyId: found.audience } });
  return { kind: 'found', item: found.item };
}

async function resolve(tx: Tx, search: NameSearch, query: ResolveQuery, text: PreparedText): Promise<Resolution> {
  if (text.normal === '' && !hasFeatures(text)) return { kind: 'nothing-to-go-on' };
  return decideResolution(await findCandidates(tx, search, query, text));
}

async function fits(
  tx: Tx,
  ids: readonly Id<'skill'>[],
  without: Id<'role'> | null,
  page: number,
): Promise<Page<RoleFit>> {
  const { items, total } = await findFits(tx, ids, without, startOf(page), pageSize);
  const roleIds = items.map(item => item.roleId);
  const summaries = byId(await findSummaries(tx, roleIds));
  const requirements = await findRoleRequirements(tx, roleIds);
  const given = new Set<string>(ids);
  const shown = items.flatMap(({ roleId, score }) => {
    const role = summaries.get(roleId);
    if (role === undefined) return [];
    const skills = (requirements.get(roleId) ?? []).filter(skill => skill.skillKind !== 'task');
    const matched = skills.filter(skill => given.has(skill.skillId));
    return [{ role, score, matched, missing: skills.filter(skill => !given.has(skill.skillId)) }];
  });
  return pageFrom({ items: shown, total }, page);
}

function byId(items: readonly ItemSummary[]): ReadonlyMap<string, ItemSummary> {
  return new Map(items.map(item => [item.id, item]));
}

async function postingIds(
  tx: Tx,
  search: NameSearch,
  filter: PostingFilter,
  text: PreparedText | null,
  today: string,
): Promise<readonly string[]> {
  const { roleId, skillIds, workingLanguage, place } = filter;
  const open = await findOpenPostings(tx, {
    today,
    ...(roleId === undefined ? {} : { roleId }),
    ...(skillIds === undefined ? {} : { skillIds }),
    ...(workingLanguage === undefined ? {} : { workingLanguage }),
  });
  const ids = open.filter(row => place === undefined || isAtPlace(place, row)).map(row => row.id);
  return text === null ? ids : nearEnough(tx, search, 'posting', ids, text);
}

async function courseIds(
  tx: Tx,
  search: NameSearch,
  filter: CourseFilter,
  text: PreparedText | null,
  now: Date,
): Promise<readonly string[]> {
  const { skillIds, language, have = {} } = filter;
  const ids: readonly string[] = await findOpenCourses(tx, {
    now,
    have,
    ...(skillIds === undefined ? {} : { skillIds }),
    ...(language === undefined ? {} : { language }),
  });
  return text === null ? ids : nearEnough(tx, search, 'course', ids, text);
}

/** Those of the items that the words may mean, best first. */
async function nearEnough(
  tx: Tx,
  search: NameSearch,
  kind: 'posting' | 'course',
  itemIds: readonly string[],
  text: PreparedText,
): Promise<readonly string[]> {
  const ranked = await search.rank(tx, { kind, itemIds }, text, searchDepth);
  return ranked.filter(({ score }) => score >= thresholds.ask).map(({ itemId }) => itemId);
}
