import type { DedupeView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderTable, type Column } from '../show/table.js';
import { countText } from '../show/text.js';

type Pair = DedupeView['pairs'][number];

/** Pairs that are shown; the sums are of all. */
const MOST_SHOWN = 100;

interface Deduped extends Pick<DedupeView, 'looked' | 'alone' | 'merged' | 'inReview'> {
  readonly preview: boolean;
  readonly pairs: readonly Pair[];
}

export function addDedupeCommand(program: Command, surroundings: CliSurroundings): void {
  program
    .command('dedupe')
    .summary('Hold stored records against the match rules of their type')
    .description('Merge the stored records that match, and leave those that may match to a person')
    .argument('<type>', 'the record type')
    .option('--preview', 'only tell which records match, how much and why')
    .action(action(surroundings, dedupe));
}

async function dedupe(
  context: CommandContext,
  recordType: string,
  { preview = false }: { readonly preview?: boolean },
): Promise<void> {
  let sum: Deduped = { preview, looked: 0, alone: 0, merged: 0, inReview: 0, pairs: [] };
  let after: string | undefined;
  do {
    // Each call is a transaction of its own: broken off, it is asked again from the beginning and finds less to do.
    const part: DedupeView = await context.api.call('dedupeRecordType', { recordType, preview, after });
    sum = addUp(sum, part);
    after = part.next ?? undefined;
  } while (after !== undefined);
  show(context, sum, (all) => describe(all, recordType));
}

function addUp(sum: Deduped, part: DedupeView): Deduped {
  return {
    ...sum,
    looked: sum.looked + part.looked,
    alone: sum.alone + part.alone,
    merged: sum.merged + part.merged,
    inReview: sum.inReview + part.inReview,
    pairs: [...sum.pairs, ...part.pairs].slice(0, MOST_SHOWN),
  };
}

const COLUMNS: readonly Column<Pair>[] = [
  { title: 'records', value: ({ one, other }) => `${one} ${other}` },
  { title: 'rule', value: ({ rule }) => rule, flexible: true },
  { title: 'score', value: ({ score }) => score.toFixed(2), align: 'right' },
  {
    title: 'why',
    value: ({ why }) => why.map(({ field, by }) => `${field} ${by}`).join(', '),
    flexible: true,
  },
  { title: 'then', value: ({ merges, cause }) => (merges ? 'merged' : `asked (${cause ?? '-'})`) },
];

function describe(
  { preview, looked, alone, merged, inReview, pairs }: Deduped,
  recordType: string,
): readonly string[] {
  const would = preview ? 'would be ' : '';
  return [
    ...(pairs.length === 0 ? [] : [...renderTable(COLUMNS, pairs), '']),
    `${countText(looked)} records of type ${recordType} = ${countText(alone)} alone + ${countText(merged)} ${would}merged + ${countText(inReview)} ${would}asked about`,
    ...(preview ? [`  to carry it out: evenkeel dedupe ${recordType}`] : []),
    ...(inReview === 0 || preview ? [] : [`  to decide: evenkeel matches list --type ${recordType}`]),
  ];
}
