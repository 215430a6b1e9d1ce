import { Client } from 'pg';
import { sharedServer } from './shared-server.js';

/** A database without our tables, whose owner cannot become anybody else, as a team's own Postgres has it. */
export interface PlainDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export async function startPlainDatabase(purpose: string): Promise<PlainDatabase> {
  const { superuserUrl } = await sharedServer();
  const name = `${purpose}_${process.pid}`;
  await ask(superuserUrl, `create role ${name} login password 'plain'`);
  await ask(superuserUrl, `create database ${name} owner ${name}`);
  const { host } = new URL(superuserUrl);
  return {
    url: `postgresql://${name}:plain@${host}/${name}`,
    drop: async () => {
      await ask(superuserUrl, `drop database ${name} with (force)`);
      await ask(superuserUrl, `drop role ${name}`);
    },
  };
}

export async function ask<Row extends object>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url, options: '-c search_path=evenkeel' });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
