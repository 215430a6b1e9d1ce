import {
  printable,
  type StreamTrialView,
  type TrialView,
  type TriedPageView,
  type TriedReadView,
  type TriedRecordView,
} from '@evenkeel/contracts-admin';
import { countText, writesText } from './text.js';

type CallView = TriedPageView['calls'][number];

/** Calls of one page that are told: streams with parents make many. */
const MOST_CALLS = 6;

/** A longer text is cut: what is looked at is where things are. */
const LONGEST = 160;

/** What was asked, what came and what looks doubtful, stream by stream, and a last line that says it all. */
export function describeTrial({ streams }: TrialView): readonly string[] {
  const unreadable = streams.filter(({ problem }) => problem !== null).length;
  const doubtful = streams.filter(({ doubts }) => doubts.length > 0).length;
  const all = `${countText(streams.length)} ${streams.length === 1 ? 'stream' : 'streams'}`;
  return [
    ...streams.flatMap((trial) => [...describeStream(trial), '']),
    unreadable > 0
      ? `${unreadable} of ${all} cannot be read`
      : `${all} can be read${doubtful === 0 ? ', and nothing looks doubtful' : `; look at what is doubtful`}`,
  ];
}

function describeStream({
  stream,
  writes,
  pages,
  changes,
  listed,
  madeUp,
  doubts,
}: StreamTrialView): readonly string[] {
  const records = pages.reduce((sum, page) => sum + page.records, 0);
  return [
    `${stream}: ${counted(records, 'record')} on ${counted(pages.length, 'page')}${writesText(writes)}`,
    ...pages.flatMap((page, at) => describePage(`page ${at + 1}`, page)),
    ...(changes === null ? [] : describePage(`changes since ${changes.since}`, changes.page)),
    ...(listed === null ? [] : describeRead('a listed record by its id', listed)),
    ...(madeUp === null ? [] : describeRead('an id that is made up', madeUp)),
    ...doubts.map((doubt) => `  doubtful: ${printable(doubt)}`),
  ];
}

function describePage(
  title: string,
  { calls, first, records, next, total, problem }: TriedPageView,
): readonly string[] {
  const of = total === null ? '' : ` of ${countText(total)}`;
  const after = next === null ? 'the listing ends here' : `goes on with ${cut(next)}`;
  return [
    `  ${title}`,
    ...describeCalls(calls),
    ...(problem === null
      ? [`    ${counted(records, 'record')}${of}; ${after}`, ...first.map(describeRecord)]
      : [`    ${problem.message} (${problem.code})`, `    remedy: ${problem.remedy}`]),
  ];
}

/** The first of them, and each that failed. */
function describeCalls(calls: readonly CallView[]): readonly string[] {
  const told = calls.filter((call, at) => at < MOST_CALLS || call.problem !== null);
  const others = calls.length - told.length;
  return [
    ...told.flatMap(describeCall),
    ...(others === 0 ? [] : [`    and ${countText(others)} more calls`]),
  ];
}

function describeCall({ method, url, headers, body, status, answer, tookMs }: CallView): readonly string[] {
  const sent = Object.entries(headers).map(([name, value]) => `      ${name}: ${cut(value)}`);
  return [
    `    ${method} ${url}`,
    ...sent,
    ...(body === null ? [] : [`      ${cut(body)}`]),
    ...(status === null
      ? []
      : [`    answered ${status} in ${tookMs} ms${answer === null ? '' : `: ${cut(answer)}`}`]),
  ];
}

function describeRecord({ externalId, version, modifiedAt, gone, data }: TriedRecordView): string {
  const said = [
    externalId === null ? 'no id' : `id ${externalId}`,
    ...(version === null ? [] : [`version ${version}`]),
    ...(modifiedAt === null ? [] : [`changed ${modifiedAt}`]),
    ...(gone ? ['gone'] : [cut(JSON.stringify(data))]),
  ];
  return `      ${said.join('  ')}`;
}

function describeRead(
  title: string,
  { externalId, calls, found, problem }: TriedReadView,
): readonly string[] {
  const came = problem === null ? (found ? 'is there' : 'is gone') : `${problem.message} (${problem.code})`;
  return [`  ${title}: ${externalId}`, ...calls.flatMap(describeCall), `    ${came}`];
}

function counted(count: number, what: string): string {
  return `${countText(count)} ${what}${count === 1 ? '' : 's'}`;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text;
}
