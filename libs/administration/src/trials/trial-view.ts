import type {
  StreamTrialView,
  TrialView,
  TriedPageView,
  TriedReadView,
  TriedRecordView,
} from '@evenkeel/contracts-admin';
import {
  findDoubts,
  problemOfTrial,
  type SourceRecord,
  type StreamTrial,
  type TriedPage,
  type TriedRead,
} from '@evenkeel/domain';

/** Records of a page that are shown. */
const SHOWN = 3;

export function trialToView(trials: readonly StreamTrial[]): TrialView {
  const streams = trials.map(streamToView);
  return { ok: streams.every(({ problem }) => problem === null), streams };
}

function streamToView(trial: StreamTrial): StreamTrialView {
  const { stream, pageSize, pages, changes, listed, madeUp } = trial;
  return {
    stream,
    pageSize,
    writes: [...trial.writes],
    pages: pages.map(pageToView),
    changes: changes && { since: changes.since.value, page: pageToView(changes.page) },
    listed: listed && readToView(listed),
    madeUp: madeUp && readToView(madeUp),
    doubts: [...findDoubts(trial)],
    problem: problemOfTrial(trial),
  };
}

function pageToView({ calls, records, next, bound, total, problem }: TriedPage): TriedPageView {
  return {
    calls: calls.map((call) => ({ ...call, headers: { ...call.headers } })),
    records: records.length,
    first: records.slice(0, SHOWN).map(recordToView),
    next,
    bound: bound?.value ?? null,
    total,
    problem,
  };
}

function recordToView({ externalId, version, modifiedAt, gone, data }: SourceRecord): TriedRecordView {
  return {
    externalId,
    version: version === null ? null : String(version),
    modifiedAt,
    gone: gone !== undefined,
    data,
  };
}

function readToView({ externalId, calls, record, problem }: TriedRead): TriedReadView {
  return {
    externalId,
    calls: calls.map((call) => ({ ...call, headers: { ...call.headers } })),
    found: record !== null && record.gone === undefined,
    problem,
  };
}
