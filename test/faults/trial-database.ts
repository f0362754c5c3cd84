import pg from 'pg';

let made = 0;

/** A database of the trial's own on a server, with the extensions that an administrator makes; gives its address. */
export async function createTrialDatabase(server: string): Promise<string> {
  made += 1;
  const name = `michi_faults_${process.pid}_${made}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await onServer(url.href, 'create extension if not exists vector');
  return url.href;
}

export const dropTrialDatabase = (server: string, database: string): Promise<void> =>
  onServer(server, `drop database ${new URL(database).pathname.slice(1)} with (force)`);

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
