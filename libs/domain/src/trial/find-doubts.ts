import { isJsonObject } from '../json.js';
import { countListed } from '../page/count-listed.js';
import { fingerprintText } from '../page/fingerprint-text.js';
import { parseValuesPath, readAt } from '../mapping/path.js';
import type { SourceRecord } from '../page/source-record.js';
import type { StreamTrial, TriedPage } from './stream-trial.js';

/** Says what looks wrong, in words; undefined: nothing does. */
type DoubtRule = (trial: StreamTrial) => string | undefined;

/** What looks doubtful of a stream that could be read, in the order in which a person would look at it. */
export function findDoubts(trial: StreamTrial): readonly string[] {
  const own = trial.pages.flatMap(({ doubt }, at) => (doubt === null ? [] : `page ${at + 1}: ${doubt}`));
  return [...own, ...RULES.flatMap((rule) => rule(trial) ?? [])];
}

const nothingCame: DoubtRule = ({ pages }) => {
  const [first] = pages;
  if (first === undefined || first.problem !== null || first.records.length > 0) return undefined;
  return 'no record came: if the provider has some, look at what it answered and where its records are said to be';
};

const pageComesAgain: DoubtRule = ({ pages }) => {
  const seen = new Map<string, number>();
  for (const [at, { records }] of pages.entries()) {
    if (records.length === 0) continue;
    const print = fingerprintText(records);
    const before = seen.get(print);
    if (before !== undefined)
      return `page ${at + 1} has the same records as page ${before + 1}: is what asks for the next page ignored?`;
    seen.set(print, at);
  }
  return undefined;
};

/** How many records a page often has where nothing is said. */
const USUAL_SIZES = [10, 20, 25, 30, 50, 100, 200, 250, 500, 1000];

const endsWhenFull: DoubtRule = ({ pages, pageSize }) => {
  const [first, ...others] = pages;
  if (first?.next !== null || first.problem !== null || others.length > 0) return undefined;
  const count = countListed(first.records);
  const ends = `the listing ends after ${count} records, as many as a page`;
  if (first.total !== null)
    return count === pageSize && first.total === count
      ? `${ends} was asked for, and the total says the same: is it that of the page?`
      : undefined;
  if (count !== pageSize && !USUAL_SIZES.includes(count)) return undefined;
  return `${ends} often has: is there a next page that is not asked for?`;
};

const givesMore: DoubtRule = ({ pages, pageSize }) => {
  const most = Math.max(0, ...pages.map(({ records }) => countListed(records)));
  if (most <= pageSize) return undefined;
  return `a page of ${pageSize} was asked for and ${most} records came: is what tells the page size ignored?`;
};

const idsComeTwice: DoubtRule = ({ pages }) => {
  const ids = pages.flatMap(({ records }) => records).filter(({ overlap }) => overlap !== true);
  const seen = new Set<string>();
  for (const { externalId } of ids) {
    if (externalId === null) continue;
    if (seen.has(externalId))
      return `the id ${JSON.stringify(externalId)} comes twice: does it take several fields to name a record?`;
    seen.add(externalId);
  }
  return undefined;
};

/** What each record has, or none; where only some have it, it is doubtful. */
const PROPERTIES = [
  { name: 'version', of: ({ version }: SourceRecord) => version },
  { name: 'time of change', of: ({ modifiedAt }: SourceRecord) => modifiedAt },
] as const;

const withoutId: DoubtRule = ({ pages }) => {
  const records = recordsOf(pages);
  const without = records.filter(({ externalId }) => externalId === null);
  if (without.length === 0) return undefined;
  const why = without[0]?.noId === undefined ? '' : ` (${without[0].noId})`;
  return `${without.length} of ${records.length} records have no id${why}: they would be rejected`;
};

const someHave: readonly DoubtRule[] = PROPERTIES.map(({ name, of }) => ({ pages }) => {
  const records = recordsOf(pages).filter(({ gone }) => gone === undefined);
  const having = records.filter((record) => of(record) !== null).length;
  if (having === 0 || having === records.length) return undefined;
  return `${records.length - having} of ${records.length} records have no ${name}`;
});

/** Nothing else tells of a slip in the path: such records are applied, in whatever order they come. */
const noTimes: DoubtRule = ({ pages, hasTimes }) => {
  const records = recordsOf(pages).filter(
    ({ gone, listedOnly }) => gone === undefined && listedOnly !== true,
  );
  if (!hasTimes || records.length === 0 || records.some(({ modifiedAt }) => modifiedAt !== null))
    return undefined;
  return 'no record has its time of change where the settings say that it is: then nothing tells an older state of it from a newer one';
};

/** A slip in the path takes away what a listing that is too short is known by. */
const noTotal: DoubtRule = ({ pages, hasTotal }) =>
  hasTotal &&
  recordsOf(pages).length > 0 &&
  pages.every(({ total, problem }) => total === null && problem === null)
    ? 'no answer says how many records there are where the settings say that it does: a listing that is too short would not be noticed'
    : undefined;

/** Some write the mark only onto what is gone, so this is no more than a doubt. A slip in the path lets deletions pass, and nothing else tells of it. */
const noMark: DoubtRule = ({ pages, goneAt }) => {
  const listed = recordsOf(pages);
  const records = listed.filter(({ data }) => data !== null);
  if (records.length === 0 || listed.some(({ gone }) => gone !== undefined)) return undefined;
  const nowhere = goneAt.filter((path) => {
    const parsed = parseValuesPath(path);
    return records.every(({ data }) => readAt(data, parsed) === undefined);
  });
  if (nowhere.length === 0) return undefined;
  return `no record has anything at ${nowhere.map((path) => JSON.stringify(path)).join(', ')}, where the settings look whether it is gone: right if the provider writes that only onto what is gone, else deletions would not be noticed`;
};

const noClock: DoubtRule = ({ incremental, pages }) =>
  incremental && pages[0]?.problem === null && pages.every(({ bound }) => bound === null)
    ? 'the answers do not tell their time (a Date header), so changes cannot be asked for: each run reads everything'
    : undefined;

/** Records may have changed within the overlap, and formats may cut a time down to its day. */
const RECENT_MS = 36 * 3_600_000;

const filterIgnored: DoubtRule = ({ pages, changes }) => {
  if (changes === null || changes.page.problem !== null || changes.page.records.length === 0)
    return undefined;
  const { since, page } = changes;
  const sinceMs = Date.parse(since.value);
  const old = page.records.filter(
    ({ modifiedAt }) => modifiedAt !== null && Date.parse(modifiedAt) < sinceMs - RECENT_MS,
  );
  const asked = `asked for what changed since ${since.value}, the provider gave`;
  if (old.length > 0)
    return `${asked} ${old.length} records that changed long before: is what asks for changes ignored?`;
  const isTimed = page.records.every(({ modifiedAt }) => modifiedAt !== null);
  const [first] = pages;
  const isSame =
    first !== undefined &&
    page.records.length > 1 &&
    fingerprintText(first.records) === fingerprintText(page.records);
  return !isTimed && isSame
    ? `${asked} the same records as without: is what asks for changes ignored?`
    : undefined;
};

const listedIsGone: DoubtRule = ({ listed }) =>
  listed !== null && listed.problem === null && (listed.record === null || listed.record.gone !== undefined)
    ? `${JSON.stringify(listed.externalId)} is listed, and told to be gone when it is read by its id: it would be taken for deleted`
    : undefined;

const otherId: DoubtRule = ({ listed }) => {
  const found = listed?.record;
  if (listed === null || found == null || found.gone !== undefined || found.externalId === listed.externalId)
    return undefined;
  return `${JSON.stringify(listed.externalId)} was read by its id, and ${JSON.stringify(found.externalId)} came`;
};

const madeUpIsThere: DoubtRule = ({ madeUp }) =>
  madeUp?.record != null && madeUp.record.gone === undefined
    ? `the id ${JSON.stringify(madeUp.externalId)} is made up, and a record came for it: deletions would not be noticed`
    : undefined;

const madeUpIsRefused: DoubtRule = ({ madeUp }) =>
  madeUp === null || madeUp.problem === null
    ? undefined
    : `the id ${JSON.stringify(madeUp.externalId)} is made up, and the answer to it does not count as "gone" ` +
      `(${madeUp.problem.message}): say in \`gone\` what it looks like, or deletions are found only by two complete listings`;

const shapesDiffer: DoubtRule = ({ listed, pages, sameShape }) => {
  const record = listed?.record;
  const before = recordsOf(pages).find(({ externalId }) => externalId === listed?.externalId);
  if (!sameShape || record == null || before === undefined || before.listedOnly === true) return undefined;
  if (!isJsonObject(record.data) || !isJsonObject(before.data)) return undefined;
  const [here, there] = [Object.keys(before.data), Object.keys(record.data)];
  const other = [
    ...there.filter((name) => !here.includes(name)),
    ...here.filter((name) => !there.includes(name)),
  ];
  if (other.length === 0) return undefined;
  return (
    'a record looks otherwise when it is read by its id, although `sameShape` says that it does not: only one of the two has ' +
    other.slice(0, 5).join(', ')
  );
};

const RULES: readonly DoubtRule[] = [
  nothingCame,
  withoutId,
  idsComeTwice,
  pageComesAgain,
  endsWhenFull,
  givesMore,
  ...someHave,
  noTimes,
  noTotal,
  noMark,
  noClock,
  filterIgnored,
  listedIsGone,
  otherId,
  madeUpIsThere,
  madeUpIsRefused,
  shapesDiffer,
];

function recordsOf(pages: readonly TriedPage[]): readonly SourceRecord[] {
  return pages.flatMap(({ records }) => records);
}
