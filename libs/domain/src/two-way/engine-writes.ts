import type { EngineWrite } from '../conflict/flip-flop.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject } from '../json.js';
import { placeText } from '../three-way/place.js';
import { changedFields } from '../push/changed-fields.js';

interface Writing extends Pick<EngineWrite, 'to' | 'atMs'> {
  /** Whether a person is known to have caused the write of this field. */
  readonly isAsked: (path: string) => boolean;
  readonly digest: (text: string) => string;
}

/** What the engine writes to one side of a record, by its fields, in the shape of the local record: values as digests. */
export function engineWrites(
  before: JsonObject,
  after: JsonObject,
  { to, atMs, isAsked, digest }: Writing,
): readonly EngineWrite[] {
  const valueOf = (record: JsonObject, name: string) =>
    Object.hasOwn(record, name) ? digest(canonicalText(record[name]!)) : '';
  return Object.keys(changedFields(before, after)).map((name) => {
    const path = placeText([name]);
    return {
      ...{ path, to, atMs, isAsked: isAsked(path) },
      before: valueOf(before, name),
      after: valueOf(after, name),
    };
  });
}
