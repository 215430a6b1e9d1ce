import { describeProblem, SyncError, type RecordWrite } from '@evenkeel/domain';
import type { Transaction, Transactions } from '@evenkeel/ports';
import type { PreparedGroup, PreparedInput } from '../pages/page-group.js';

/** The same group, with each record that the database refuses turned into a rejected one, and each derived one left out of its parent. */
export async function rejectUnstorable(
  tenant: Transactions<Transaction>,
  group: PreparedGroup,
): Promise<PreparedGroup> {
  const writes = group.inputs.flatMap(({ prepared }) => (prepared.kind === 'ready' ? [prepared.write] : []));
  const pieces = writes.flatMap(piecesOf);
  const all = [...writes, ...pieces.map(({ write }) => write)];
  const refused = await tenant.transaction((tx) => tx.recordWrites.findUnstorable(all));
  const messages = new Map(refused.map(({ index, message }) => [all[index], message]));
  const refusedPieces = new Map(pieces.map(({ piece, write }) => [piece, messages.get(write)]));
  const reject = (input: PreparedInput): PreparedInput => {
    const { prepared } = input;
    if (prepared.kind !== 'ready') return input;
    const message = messages.get(prepared.write);
    if (message === undefined)
      return { ...input, prepared: { kind: 'ready', write: withoutPieces(prepared.write, refusedPieces) } };
    const { externalId, dataText: mapped } = prepared.write;
    const problem = describeRefused(message);
    return { ...input, prepared: { kind: 'failed', outcome: 'rejected', externalId, problem, mapped } };
  };
  return { pages: group.pages, inputs: group.inputs.map(reject) };
}

type Piece = NonNullable<RecordWrite['pieces']>['derived'][number];

function piecesOf(parent: RecordWrite): readonly { readonly piece: Piece; readonly write: RecordWrite }[] {
  const { version, modifiedAt, observedAt } = parent;
  return (parent.pieces?.derived ?? []).map((piece) => {
    const { externalId, contentHash, dataText } = piece;
    return { piece, write: { externalId, contentHash, dataText, version, modifiedAt, observedAt } };
  });
}

function withoutPieces(write: RecordWrite, refused: ReadonlyMap<Piece, string | undefined>): RecordWrite {
  const { pieces } = write;
  if (pieces === undefined || pieces.derived.every((piece) => refused.get(piece) === undefined)) return write;
  const rejected = pieces.derived.flatMap((piece) => {
    const message = refused.get(piece);
    return message === undefined
      ? []
      : [{ rule: piece.rule, externalId: piece.externalId, problem: describeRefused(message) }];
  });
  const derived = pieces.derived.filter((piece) => refused.get(piece) === undefined);
  return { ...write, pieces: { ...pieces, derived, rejected: [...pieces.rejected, ...rejected] } };
}

function describeRefused(message: string) {
  return describeProblem(
    new SyncError('record.unstorable_value', `The database refused the record: ${message}`),
  );
}
