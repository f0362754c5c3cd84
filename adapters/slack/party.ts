import type { TurnUser } from '../../src/conversation/contract/turn.ts';
import type { CommandBody, EventBody } from './payload.ts';

/** Who sent something, by which installation it came, and in whose name space the sender's id is. */
export interface Party {
  /** The enterprise, or outside a Grid the team. */
  readonly tenant: string;
  readonly installation: string;
  /** What the allow-list may name. */
  readonly names: readonly string[];
}

interface Given {
  readonly enterprise: string | null;
  readonly team: string | null;
  readonly isOrgWide: boolean;
}

function partyOf({ enterprise, team, isOrgWide }: Given): Party | null {
  const tenant = enterprise ?? team;
  const installation = isOrgWide ? enterprise : (team ?? enterprise);
  if (tenant === null || installation === null) return null;
  return { tenant, installation, names: [enterprise, team].filter(name => name !== null) };
}

export function partyOfEvent(body: EventBody): Party | null {
  const [authorization] = body.authorizations ?? [];
  return partyOf({
    enterprise: authorization?.enterprise_id ?? body.enterprise_id ?? null,
    team: authorization?.team_id ?? body.team_id ?? null,
    isOrgWide: authorization?.is_enterprise_install === true,
  });
}

interface Interaction {
  readonly team?: { readonly id: string; readonly enterprise_id?: string | null | undefined } | null | undefined;
  readonly enterprise?: { readonly id: string } | null | undefined;
  readonly is_enterprise_install?: boolean | null | undefined;
  readonly user: { readonly id: string; readonly team_id?: string | null | undefined };
}

export function partyOfInteraction({ team, enterprise, is_enterprise_install, user }: Interaction): Party | null {
  return partyOf({
    enterprise: enterprise?.id ?? team?.enterprise_id ?? null,
    // An org-wide installation sends no team; the person's own tells the rest.
    team: team?.id ?? (is_enterprise_install === true ? null : (user.team_id ?? null)),
    isOrgWide: is_enterprise_install === true,
  });
}

export function partyOfCommand({ enterprise_id, team_id, is_enterprise_install }: CommandBody): Party | null {
  return partyOf({
    enterprise: enterprise_id ?? null,
    team: team_id ?? null,
    isOrgWide: is_enterprise_install === true,
  });
}

/** In a Grid the event's team may be any of its workspaces; outside one a second team is another organisation. */
export function turnUser({ tenant, names }: Party, id: string, homeTeam: string | null | undefined): TurnUser {
  const isForeign = homeTeam !== null && homeTeam !== undefined && !tenant.startsWith('E') && !names.includes(homeTeam);
  return isForeign ? { tenant, id, outside: 'shared-channel' } : { tenant, id };
}
