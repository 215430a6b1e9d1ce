import { Client } from 'pg';

const NAME = 'team';

/** A database as a team has it in a Postgres of its own: one role owns it, which is the engine and what people log in as. Gives its address. */
export async function foreignDatabase(superuserUrl: string): Promise<string> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`create role ${NAME} login password 'team'`);
    await client.query(`create database ${NAME} owner ${NAME}`);
  } finally {
    await client.end();
  }
  return `postgresql://${NAME}:team@${new URL(superuserUrl).host}/${NAME}`;
}
