import { Client } from 'pg';
import { SCHEMA } from '../database/database.js';
import { VIEW_SCHEMA } from '../record-type/view-names.js';
import { APP_ROLE, DATABASE, OWNER_ROLE, READER_ROLE, WRITER_ROLE } from './roles.js';

/** The database, its owner, and the role of the engine, in a new cluster. `appPassword` is base64url text. */
export async function createRoles(superuserUrl: string, appPassword: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    await client.query(`create role ${OWNER_ROLE} nologin`);
    await client.query(`create role ${APP_ROLE} login nosuperuser nobypassrls password '${appPassword}'`);
    // May become the owner, to migrate; is not the owner otherwise.
    await client.query(`grant ${OWNER_ROLE} to ${APP_ROLE} with inherit false`);
    await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`);
    // So that a person at a psql prompt finds the tables.
    await client.query(`alter database ${DATABASE} set search_path = ${SCHEMA}, public`);
  });
  const url = new URL(superuserUrl);
  url.pathname = `/${DATABASE}`;
  await withClient(url.href, async (client) => {
    const grant = `alter default privileges for role ${OWNER_ROLE} grant`;
    await client.query(`${grant} usage on schemas to ${APP_ROLE}`);
    await client.query(`${grant} select, insert, update, delete on tables to ${APP_ROLE}`);
    await client.query(`${grant} usage, select on sequences to ${APP_ROLE}`);
  });
}

/** The passwords of the roles that people and applications log in as, base64url texts. */
export interface ViewPasswords {
  readonly readerPassword: string;
  readonly writerPassword: string;
}

/** The roles that read and write record views, and what the engine may see of sessions, also in clusters from before there was either. */
export async function ensureViewRoles(
  superuserUrl: string,
  { readerPassword, writerPassword }: ViewPasswords,
): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    // So that the engine can say whose transaction is open for long.
    await client.query(`grant pg_read_all_stats to ${APP_ROLE}`);
    await ensureLogin(client, READER_ROLE, readerPassword);
    await client.query(`alter role ${READER_ROLE} set default_transaction_read_only = on`);
    await ensureLogin(client, WRITER_ROLE, writerPassword);
  });
}

async function ensureLogin(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${role} nosuperuser nobypassrls`);
  await client.query(`alter role ${role} login password '${password}'`);
  // So that a person at a psql prompt finds the views.
  await client.query(`alter role ${role} set search_path = ${VIEW_SCHEMA}`);
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
