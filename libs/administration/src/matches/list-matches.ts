import type { ListView, MatchSummary, MatchView, RequestOf } from '@evenkeel/contracts-admin';
import {
  canonicalText,
  maskValues,
  parseSensitive,
  SyncError,
  type JsonObject,
  type JsonValue,
} from '@evenkeel/domain';
import { Store, type StoredReview, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { toMatchSummary } from './match-view.js';

export class ListMatches {
  constructor(private readonly store: Store) {}

  async list(
    { tenantId }: Caller,
    { type, state, ...query }: RequestOf<'listMatches'>,
  ): Promise<ListView<MatchSummary>> {
    const request = toListRequest('matches', query);
    const filter = {
      ...(type === undefined ? {} : { recordType: type }),
      ...(state === 'all' ? {} : { state }),
    };
    const listed = await this.store.of(tenantId).transaction((tx) => tx.matchReviews.list(filter, request));
    return toListView('matches', listed, toMatchSummary);
  }

  async show({ tenantId }: Caller, { match: id }: RequestOf<'showMatch'>): Promise<MatchView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const review = (await tx.matchReviews.find(id)) ?? unknownMatch(id);
      return viewMatch(tx, review);
    });
  }
}

export async function viewMatch(tx: Transaction, review: StoredReview): Promise<MatchView> {
  const { oneId, otherId } = review;
  const data = await tx.records.dataOf([oneId, otherId]);
  const type = await tx.recordTypes.find(review.recordType);
  const fields = differing(data.get(oneId) ?? {}, data.get(otherId) ?? {});
  return {
    ...toMatchSummary(review),
    revision: await revisionOf(tx, review),
    fields: fields.map((each) => maskField(each, type?.sensitive ?? [])),
  };
}

/** Versions of records only grow, and what was decided stays so: it is never one that it was before. */
export async function revisionOf(tx: Transaction, { oneId, otherId, state }: StoredReview): Promise<number> {
  const versions = await tx.records.versionsOf([oneId, otherId]);
  return (versions.get(oneId) ?? 0) + (versions.get(otherId) ?? 0) + (state === 'open' ? 0 : 1);
}

type Field = MatchView['fields'][number];

/** Where they differ is told of sensitive fields, not how. */
function maskField({ field, one, other }: Field, sensitive: readonly string[]): Field {
  const paths = parseSensitive(sensitive);
  const masked = (value: JsonValue) => maskValues({ [field]: value }, paths) as JsonObject;
  return { field, one: masked(one)[field] ?? null, other: masked(other)[field] ?? null };
}

function differing(one: JsonObject, other: JsonObject): MatchView['fields'] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const said = (data: JsonObject, field: string): JsonValue =>
    Object.hasOwn(data, field) ? (data[field] ?? null) : null;
  return names
    .map((field) => ({ field, one: said(one, field), other: said(other, field) }))
    .filter((each) => canonicalText(each.one) !== canonicalText(each.other));
}

export function unknownMatch(id: string): never {
  throw new SyncError('request.not_found', `There is no match ${id}`);
}
