import {
  fitsAnswer,
  idText,
  isJsonObject,
  parseJson,
  WRITE_KINDS,
  type WriteOperation,
  type WriteResult,
} from '@evenkeel/domain';
import type { OpenedRest } from '../opened-rest.js';
import { addressOf } from '../request/address-of.js';
import { callOf, getOf } from '../rest-call.js';
import type { AcceptedSettings } from '../settings/write-settings.js';
import { valueAt } from '../value-at.js';
import {
  failed,
  idOfHeader,
  resultOfOutcome,
  resultOfSuccess,
  unread,
  type WrittenStream,
} from './read-result.js';
import type { ToldWrite } from './send-write.js';
import { fillWriteText } from './write-places.js';

/** The results of a call that will be carried out later; undefined: the answer does not say so. */
export function acceptedResult(
  told: ToldWrite,
  { status, tokenPath, tokenHeader }: AcceptedSettings,
  operations: readonly WriteOperation[],
): readonly WriteResult[] | undefined {
  if (told.status !== status) return undefined;
  const said = tokenPath === undefined ? undefined : idText(valueAt(told.body, tokenPath));
  const name = said ?? idOfHeader(told.headers, tokenHeader);
  return operations.map(({ kind, externalId }) =>
    name === undefined
      ? failed(unread('that was accepted does not tell its name'))
      : { kind: 'accepted', token: JSON.stringify({ name, kind, externalId }) },
  );
}

interface Settling {
  readonly stream: WrittenStream;
  readonly accepted: AcceptedSettings;
}

/** What became of a write that was accepted; undefined while that is not decided. */
export async function settle(
  { connection, http }: OpenedRest,
  { stream, accepted }: Settling,
  token: string,
): Promise<WriteResult | undefined> {
  const kept = parseJson(token);
  const { name, kind, externalId } = isJsonObject(kept) ? kept : {};
  const path =
    fillWriteText(accepted.path, { token: idText(name) ?? '' }, encodeURIComponent) ?? accepted.path;
  const { status, body, headers } = await http.json(
    callOf(connection, stream, getOf(addressOf(connection, path))),
  );
  const told = { status, body, headers };
  if (accepted.failed !== undefined && fitsAnswer(accepted.failed, status, body))
    return resultOfOutcome('refused', told, stream);
  if (!fitsAnswer(accepted.done, status, body)) return undefined;
  const operation = {
    kind: WRITE_KINDS.find((each) => each === kind) ?? 'create',
    externalId: idText(externalId),
    data: {},
  } as const;
  return resultOfSuccess(told, operation, { stream, recordPath: accepted.recordPath });
}
