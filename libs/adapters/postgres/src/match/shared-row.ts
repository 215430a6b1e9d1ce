import type { RecordWrite } from '@evenkeel/domain';
import type { AttachedWrite, MergedContent, RemergedContent, SavedProjection } from '@evenkeel/ports';
import { arraysOf, bigints, jsonbs, texts, uuids } from '../table/array-columns.js';

const ofWrite =
  <Value>(valueOf: (write: RecordWrite) => Value) =>
  (attached: AttachedWrite) =>
    valueOf(attached.write);

/** References that come to records that are here. */
export const ATTACHES = arraysOf<AttachedWrite>({
  record_id: bigints(({ recordId }) => Number(recordId)),
  external_id: texts(ofWrite(({ externalId }) => externalId)),
  content_hash: uuids(ofWrite(({ contentHash }) => contentHash)),
  version: texts(ofWrite(({ version }) => version)),
  modified_at: texts(ofWrite(({ modifiedAt }) => modifiedAt)),
  observed_at: texts(ofWrite(({ observedAt }) => observedAt)),
});

export const PROJECTIONS = arraysOf<SavedProjection>({
  reference_id: bigints(({ referenceId }) => Number(referenceId)),
  record_id: bigints(({ recordId }) => Number(recordId)),
  opens: bigints(({ opens }) => (opens === undefined ? 0 : 1)),
  written_at: texts(({ opens }) => opens ?? null),
  data: jsonbs(({ dataText }) => dataText),
  changed_at: jsonbs(({ changedAt }) => JSON.stringify(changedAt)),
});

const CONTENT = {
  record_id: bigints(({ recordId }: MergedContent) => Number(recordId)),
  data: jsonbs(({ dataText }: MergedContent) => dataText),
};
export const MERGED = arraysOf<MergedContent>(CONTENT);
export const REMERGED = arraysOf<RemergedContent>({
  ...CONTENT,
  said_by: jsonbs(({ saidBy }) => JSON.stringify(saidBy)),
});
