import { isIP } from 'node:net';

export interface OutboundRules {
  /** Host names that may be called, with everything below them: `trafficmanager.net` allows `smba.trafficmanager.net`. */
  readonly suffixes: readonly string[];
  /** Whole origins such as `http://127.0.0.1:4010` of stand-ins that the operator has named; a platform cannot add one. */
  readonly standIns: readonly string[];
}

export type OutboundVerdict =
  | { readonly kind: 'allowed'; readonly url: URL }
  | {
      readonly kind: 'refused';
      readonly reason: 'not-a-url' | 'not-https' | 'user-info' | 'port' | 'address' | 'host-not-listed';
    };

/**
 * Whether Michi may call a URL that came from outside, such as the service URL of an activity. Only https to a listed name on the usual port:
 * an address in whatever form is refused, be it private or public. Callers follow no redirect, or judge each one here again.
 */
export function judgeOutbound(text: string, rules: OutboundRules): OutboundVerdict {
  if (!URL.canParse(text)) return { kind: 'refused', reason: 'not-a-url' };
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return { kind: 'refused', reason: 'user-info' };
  if (rules.standIns.includes(url.origin)) return { kind: 'allowed', url };
  if (url.protocol !== 'https:') return { kind: 'refused', reason: 'not-https' };
  if (url.port !== '') return { kind: 'refused', reason: 'port' };
  if (isAddress(url.hostname)) return { kind: 'refused', reason: 'address' };
  return isListed(url.hostname, rules.suffixes)
    ? { kind: 'allowed', url }
    : { kind: 'refused', reason: 'host-not-listed' };
}

/** The URL parser has already turned decimal, octal, hexadecimal and short forms into four numbers, and full-width digits into plain ones. */
function isAddress(hostname: string): boolean {
  return isIP(hostname) !== 0 || hostname.startsWith('[');
}

/** The name itself or one below it, a closing dot apart; never a name that merely ends in the same letters. */
function isListed(hostname: string, suffixes: readonly string[]): boolean {
  const name = hostname.replace(/\.$/, '');
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name)) return false;
  return suffixes.some(suffix => name === suffix || name.endsWith(`.${suffix}`));
}
