import type { ActivityEnvelope } from './activity.ts';

/**
 * The one file that knows botbuilder: it verifies the signature, issuer, audience, times, endorsement and service URL of a token. The package's
 * support has ended; the way out is written in the README of this folder.
 */

export type Verdict = { readonly kind: 'accepted' } | { readonly kind: 'refused' } | { readonly kind: 'unavailable' };
export type VerifySender = (envelope: ActivityEnvelope, authorization: string) => Promise<Verdict>;

export interface SdkAuthDeps {
  readonly appId: string;
  readonly openIdMetadataUrl: string;
}

export const botFrameworkIssuer = 'https://api.botframework.com';
export const botFrameworkMetadataUrl = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const timeoutMs = 5_000;

/** Loaded only where Teams is configured: the package takes its time and its memory. */
export async function createSdkAuth({ appId, openIdMetadataUrl }: SdkAuthDeps): Promise<VerifySender> {
  const { ConfigurationBotFrameworkAuthentication } = await import('botbuilder');
  const authentication = new ConfigurationBotFrameworkAuthentication(
    { ToBotFromChannelTokenIssuer: botFrameworkIssuer, ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl },
    // It asks for credentials only to send, which we do ourselves; here it wants to know for whom tokens must be.
    {
      isValidAppId: async id => id === appId,
      isAuthenticationDisabled: async () => false,
      createCredentials: () => Promise.reject(new Error('tokens are verified here, never given')),
    },
    { requiredEndorsements: ['msteams'], validateClaims: onlyChannels },
  );
  return async (envelope, authorization) => {
    try {
      const activity = { serviceUrl: envelope.serviceUrl, channelId: envelope.channelId };
      // Of an activity it looks at these two; its type asks for all the rest.
      const verifying = authentication.authenticateRequest(activity as never, authorization);
      await within(verifying, timeoutMs);
      return { kind: 'accepted' };
    } catch (fault) {
      return { kind: isOurFault(fault) ? 'unavailable' : 'refused' };
    }
  };
}

/** Tokens of other bots say for which app they were given; those of Teams do not. */
async function onlyChannels(claims: readonly { readonly type: string }[]): Promise<void> {
  if (claims.some(claim => claim.type === 'appid' || claim.type === 'azp')) throw new Error('a token of another bot');
}

/** A forged signature, `alg: none` or a time that is wrong throw all sorts of things; only keys that cannot be had are not the sender's fault. */
function isOurFault(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  return fault.name === 'FetchError' || fault.message === 'late' || /^Failed to load/.test(fault.message);
}

function within<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('late')), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
