import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own on the server of TEST_DATABASE_URL, for processes that know only an address and use their own schema. */
export async function createServerDatabase(
  serverUrl: string,
): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `michi_test_${randomBytes(6).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = name;
  await onServer(serverUrl, `create database ${name}`);
  return { url: url.href, drop: () => onServer(serverUrl, `drop database if exists ${name} with (force)`) };
}

/** Databases cannot be made or dropped inside of a transaction. */
async function onServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
