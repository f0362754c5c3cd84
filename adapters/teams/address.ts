import { z } from 'zod';

/** What an address of the contract is in Teams. Opaque to everybody else. */
interface TeamsAddress {
  readonly tenant: string;
  readonly conversation: string;
}

const schema = z.tuple([z.string(), z.string()]);

export function addressOf({ tenant, conversation }: TeamsAddress): string {
  return JSON.stringify([tenant, conversation]);
}

/** Null for what is no address of Teams. */
export function readAddress(address: string): TeamsAddress | null {
  try {
    const [tenant, conversation] = schema.parse(JSON.parse(address));
    return { tenant, conversation };
  } catch {
    return null;
  }
}
