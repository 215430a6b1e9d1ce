import { parseArgs } from 'node:util';
import { createPostgres } from '@evenkeel/adapter-postgres';
import { startTestDatabase } from '@evenkeel/adapter-postgres/testing';
import { GLITCHES, tryFirewall, type TrialKind, type TrialResult } from './firewall-trial.js';

const USAGE = 'usage: npm run trials -- firewall [--trials N] [--from SEED] [--lanes L] [--json]';

interface Wanted {
  readonly trials: number;
  readonly from: number;
  readonly lanes: number;
  readonly json: boolean;
}

/** Throws with what is wrong, in words for the user. */
function readCommandLine(args: readonly string[]): Wanted {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      trials: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      lanes: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.join(' ') !== 'firewall') throw new Error('There are only trials of the firewall');
  const [trials, from, lanes] = [Number(values.trials), Number(values.from), Number(values.lanes)];
  if (![trials, from, lanes].every((number) => Number.isSafeInteger(number) && number >= 1))
    throw new Error('--trials, --from and --lanes take whole numbers of at least 1');
  return { trials, from, lanes, json: values.json };
}

/** So many seeds of each kind, shared out over lanes with a database each. */
async function tryAll({ trials, from, lanes }: Wanted, tell: (result: TrialResult) => void): Promise<void> {
  const all = GLITCHES.flatMap((kind) =>
    Array.from({ length: trials }, (_, index): readonly [TrialKind, number] => [kind, from + index]),
  );
  const left = all[Symbol.iterator]();
  const playLane = async (): Promise<void> => {
    const database = await startTestDatabase();
    const postgres = createPostgres({ url: database.url });
    try {
      for (let next = left.next(); !next.done; next = left.next())
        tell(await tryFirewall(postgres, ...next.value));
    } finally {
      await postgres.close();
      await database.drop();
    }
  };
  await Promise.all(Array.from({ length: lanes }, playLane));
}

function sumUp(results: readonly TrialResult[]) {
  return GLITCHES.map((kind) => {
    const ofKind = results.filter((result) => result.kind === kind);
    const sum = (count: (result: TrialResult) => number) =>
      ofKind.reduce((total, each) => total + count(each), 0);
    return {
      kind,
      trials: ofKind.length,
      deleted: sum(({ deleted }) => deleted),
      falselyInactivated: sum(({ falselyInactivated }) => falselyInactivated),
      missed: sum(({ missed }) => missed),
      asked: sum(({ asked }) => asked),
    };
  });
}

/** Exit codes: 0 nothing was falsely inactivated and nothing missed, 1 otherwise, 2 wrong usage. */
async function main(): Promise<number> {
  let wanted: Wanted;
  try {
    wanted = readCommandLine(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    return 2;
  }
  const results: TrialResult[] = [];
  await tryAll(wanted, (result) => {
    results.push(result);
    if (result.falselyInactivated + result.missed > 0) process.stderr.write(`${JSON.stringify(result)}\n`);
    else if (results.length % 100 === 0) process.stderr.write(`${results.length} trials\n`);
  });
  const sums = sumUp(results);
  if (wanted.json) process.stdout.write(`${JSON.stringify({ firewall: sums })}\n`);
  else
    for (const { kind, trials, deleted, falselyInactivated, missed, asked } of sums)
      process.stdout.write(
        `${kind.padEnd(10)} ${trials} trials: ${falselyInactivated} falsely inactivated, ${deleted} really gone, ${missed} of them missed, ${asked} approvals\n`,
      );
  return sums.every(({ falselyInactivated, missed }) => falselyInactivated + missed === 0) ? 0 : 1;
}

void main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
