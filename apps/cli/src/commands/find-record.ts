import type { CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';

/** The id of the one record of a type that a provider knows by this id. */
export async function findRecord(context: CommandContext, type: string, externalId: string): Promise<string> {
  const { items } = await context.api.call('listRecords', { type, externalId });
  const [record, ...others] = items;
  if (record === undefined)
    throw new UsageFailure(
      `No record of type ${type} has the external id ${externalId}`,
      `\`evenkeel records list ${type}\` lists those there are.`,
    );
  if (others.length > 0)
    throw new UsageFailure(
      `${items.length} records of type ${type} have the external id ${externalId}`,
      `Show one by its id: ${items.map(({ id, references }) => `${id} (${references.map(({ connection }) => connection).join(', ')})`).join(', ')}.`,
    );
  return record.id;
}
