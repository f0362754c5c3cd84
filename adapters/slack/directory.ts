import { z } from 'zod';
import type {
  PlatformUser,
  UserDirectory,
  UserLookUp,
  UserRef,
  VerifiedClaims,
} from '../../src/conversation/contract/identity.ts';
import type { Installations } from './installations.ts';
import type { Called, SlackApi } from './web-api.ts';

const userSchema = z.looseObject({
  id: z.string(),
  team_id: z.string().nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_app_user: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  is_email_confirmed: z.boolean().nullish(),
  enterprise_user: z.looseObject({ enterprise_id: z.string().nullish() }).nullish(),
  profile: z.looseObject({ email: z.string().nullish() }).nullish(),
});
type SlackUser = z.infer<typeof userSchema>;

const profileSchema = z.looseObject({
  profile: z.looseObject({ fields: z.record(z.string(), z.looseObject({ value: z.string().nullish() })).nullish() }),
});

export interface DirectoryDeps {
  readonly api: SlackApi;
  readonly installations: Installations;
  /** The id of the profile field with the employee number, which people cannot edit themselves. */
  readonly employeeNumberField: string | null;
}

export function createSlackDirectory({ api, installations, employeeNumberField }: DirectoryDeps): UserDirectory {
  async function ask(user: UserRef, method: string): Promise<Called | null> {
    for (const id of await installations.reaching(user.tenant)) {
      const found = await installations.token(id);
      if (found === null) continue;
      const called = await api.call(method, found.token, { user: user.id });
      if (called.kind !== 'gone') return called;
    }
    return null;
  }

  async function numberOf(user: UserRef): Promise<string | null> {
    if (employeeNumberField === null) return null;
    const called = await ask(user, 'users.profile.get');
    const parsed = called?.kind === 'ok' ? profileSchema.safeParse(called.data) : null;
    const value = parsed?.success === true ? parsed.data.profile.fields?.[employeeNumberField]?.value : null;
    return value === undefined || value === null || value.trim() === '' ? null : value.trim();
  }

  return {
    async lookUp(user): Promise<UserLookUp> {
      const called = await ask(user, 'users.info');
      if (called === null) return { kind: 'gone' };
      if (called.kind !== 'ok') return { kind: 'unavailable', reason: called.kind };
      const parsed = userSchema.safeParse(called.data.user);
      if (!parsed.success) return { kind: 'unavailable', reason: 'garbage' };
      const standing = standingOf(parsed.data, user);
      const claims: VerifiedClaims =
        standing === 'member'
          ? { email: emailOf(parsed.data), employeeNumber: await numberOf(user) }
          : { email: null, employeeNumber: null };
      return { kind: 'found', user: { ...user, standing, claims } };
    },
  };
}

function standingOf(user: SlackUser, { tenant }: UserRef): PlatformUser['standing'] {
  if (user.deleted === true) return 'leaver';
  if (user.is_bot === true || user.is_app_user === true || user.id === 'USLACKBOT') return 'bot';
  if (user.is_stranger === true) return 'shared-channel';
  if (user.is_restricted === true || user.is_ultra_restricted === true) return 'guest';
  const home = tenant.startsWith('E') ? user.enterprise_user?.enterprise_id : user.team_id;
  return home === tenant ? 'member' : 'external';
}

/** Slack says itself whether the owner of the address has confirmed it; silence is no. */
function emailOf({ is_email_confirmed, profile }: SlackUser): string | null {
  return is_email_confirmed === true ? (profile?.email ?? null) : null;
}
