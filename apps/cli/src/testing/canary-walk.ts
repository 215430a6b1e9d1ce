import type { SpecDatabase } from '@evenkeel/adapter-postgres/testing';

/**
 * Every table that can hold values of a record, as an erasure knows them (a test over the schema keeps that list whole), and how the canaries
 * come upon it: those of a whole story, or a row that a test plants. What is not here is found by both walks below.
 */
export const HOLDS_VALUES: Readonly<Record<string, 'whole' | 'masked'>> = {
  ...{ record: 'whole', record_change: 'whole', record_merge: 'whole', projection: 'whole' },
  ...{ local_side: 'whole', kept_answer: 'whole', reference_base: 'whole', push_intent: 'whole' },
  // Bodies as they came over the wire: gone within days, and never shown.
  ...{ webhook_delivery: 'whole', page_spill: 'whole', stuck_message: 'whole', flip_flop: 'masked' },
  // Of jobs whose events tell values.
  ...{ event_fact: 'masked', lifecycle_event: 'masked' },
  ...{ external_reference: 'masked', push_page: 'masked', conflict: 'whole', match_key: 'masked' },
  ...{ kept_apart: 'masked', match_review: 'masked', failure: 'masked', outcome: 'masked' },
  ...{
    execution_error: 'masked',
    plan_change: 'masked',
    execution: 'masked',
    chunk: 'masked',
    connection: 'masked',
  },
};

/** Tables in which the canary stands, with one row of each. Payloads are bytes: as hex in the text of their row. */
export async function tablesWith(database: SpecDatabase, canary: string): Promise<Record<string, string>> {
  const tables = await database.rows<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'evenkeel' and table_type = 'BASE TABLE'`,
    [],
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await database.rows<{ text: string }>(
      `select t::text as text from "${name}" t where t::text like $1 or t::text like $2 limit 1`,
      [`%${canary}%`, `%${Buffer.from(canary).toString('hex')}%`],
    );
    if (row !== undefined) found[name] = row.text.slice(0, 500);
  }
  return found;
}
