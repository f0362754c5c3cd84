import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block, ListItem } from '../../../conversation/contract/reply.ts';
import { formatList } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { ItemSummary, Page, RoleFit, SkillRequirement } from '../catalogue.types.ts';
import {
  button,
  fewNames,
  goTo,
  listButtons,
  moreButton,
  nextSteps,
  note,
  pageSize,
  quotable,
  reply,
  type Slots,
  sourceNote,
  text,
} from './reply-parts.ts';

/** What the roles were looked up by. */
export type FitBasis =
  | { readonly kind: 'skills'; readonly skills: readonly ItemSummary[]; readonly unknown: readonly string[] }
  | { readonly kind: 'role'; readonly role: ItemSummary }
  | { readonly kind: 'own' };

/** Roles that fit skills, or lie near a role: what matches and what is missing, apart. */
export function roleFitsReply(basis: FitBasis, page: Page<RoleFit>, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const shown = page.page * pageSize + page.items.length;
  const [best] = page.items;
  return {
    reply: reply(locale, t.roles.preview, [
      text(
        page.page === 0 ? headline(basis, page.total, locale) : t.range(page.page * pageSize + 1, shown, page.total),
      ),
      ...(basis.kind === 'skills' && basis.unknown.length > 0
        ? [note(t.roles.leftOut(basis.unknown.map(quotable)))]
        : []),
      ...fitList(page.items, locale),
      ...listButtons([moreButton(locale, page, shown, goTo('find-roles', basisSlots(basis)))]),
      ...sourceNote(
        page.items.map(fit => fit.role.source),
        locale,
      ),
      ...nextSteps(best === undefined ? emptySteps(basis, locale) : fitSteps(basis, best, locale)),
    ]),
    focus: basisFocus(basis),
    listed: page.items.map(fit => fit.role.id),
  };
}

function headline(basis: FitBasis, total: number, locale: Locale): string {
  const t = catalogueMessages[locale].roles;
  switch (basis.kind) {
    case 'skills': {
      const names = basis.skills.map(skill => skill.name[locale]);
      return total === 0 ? t.none(formatList(names, locale)) : t.forSkills(names, total);
    }
    case 'role':
      return total === 0 ? t.noneNear(basis.role.name[locale]) : t.near(basis.role.name[locale], total);
    case 'own':
      return total === 0 ? t.none(t.mine) : t.forMine(total);
  }
}

function fitList(fits: readonly RoleFit[], locale: Locale): readonly Block[] {
  return fits.length === 0 ? [] : [{ kind: 'list', ordered: true, items: fits.map(fit => fitItem(fit, locale)) }];
}

function fitItem({ role, matched, missing }: RoleFit, locale: Locale): ListItem {
  const t = catalogueMessages[locale];
  const names = (skills: readonly SkillRequirement[]) =>
    fewNames(
      skills.map(skill => skill.name[locale]),
      locale,
    );
  const has = matched.length === 0 ? t.roles.nothing : t.roles.matched(matched.length, names(matched));
  const lacks = missing.length === 0 ? [] : [t.roles.missing(missing.length, names(missing))];
  return {
    title: role.name[locale],
    detail: [has, ...lacks].join(t.separator),
    action: goTo('show-role-skills', { role: role.id }),
  };
}

function basisSlots(basis: FitBasis): Slots {
  if (basis.kind === 'skills') return { skill: basis.skills.map(skill => skill.id).join(',') };
  return basis.kind === 'role' ? { role: basis.role.id } : { own: 'skills' };
}

function basisFocus(basis: FitBasis): Slots {
  if (basis.kind === 'own') return {};
  if (basis.kind === 'role') return { role: basis.role.id };
  const [first] = basis.skills;
  return first === undefined ? {} : { skill: first.id };
}

function fitSteps(basis: FitBasis, best: RoleFit, locale: Locale) {
  const t = catalogueMessages[locale];
  return [
    button(t.press.skillsOf(best.role.name[locale]), 'show-role-skills', { role: best.role.id }),
    basis.kind === 'role'
      ? button(t.roles.compareBest, 'compare-roles', { role: basis.role.id, role2: best.role.id })
      : null,
    button(t.press.openPostings, 'find-postings', basisSlots(basis)),
    button(t.press.findCourses, 'find-courses', { role: best.role.id }),
  ];
}

function emptySteps(basis: FitBasis, locale: Locale) {
  const t = catalogueMessages[locale].press;
  return [
    basis.kind === 'role' ? button(t.showSkills, 'show-role-skills', { role: basis.role.id }) : null,
    button(t.findCourses, 'find-courses', basisSlots(basis)),
    button(t.tellHr, 'report-missing', { kind: 'role' }),
  ];
}
