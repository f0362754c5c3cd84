/** Where Michi can write, as an activity showed it. */
export interface TeamsConversation {
  readonly tenant: string;
  /** Without the message of a thread. */
  readonly conversation: string;
  readonly kind: 'personal' | 'group' | 'channel';
  readonly serviceUrl: string;
  /** Whose direct conversation it is: an Entra object id. */
  readonly userId: string | null;
  /** Whether members of other organisations read it; null = not looked at yet. */
  readonly shared: boolean | null;
}

/** A user as the last activity showed them. */
export interface TeamsUser {
  readonly tenant: string;
  readonly userId: string;
  /** Teams' own name for the account, `29:…`. */
  readonly account: string;
  /** One whose roster has the user. */
  readonly conversation: string;
}
