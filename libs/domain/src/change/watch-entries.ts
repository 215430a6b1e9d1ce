import type { ErrorCode } from '../errors/error-catalog.js';
import { describeProblem, SyncError } from '../errors/sync-error.js';
import { isInactive } from '../inactivation/decide-inactivations.js';
import { externalIdOf, type PreparedRecord } from '../record/prepare-record.js';
import type { ReferenceState } from '../record/reference.js';
import type { DecidedInput, IdentifiedInput, WriteRules } from './decision.js';

const ID_TAKEN = 'record.id_taken' satisfies ErrorCode;

type EntryOf = Pick<IdentifiedInput, 'source' | 'prepared' | 'known'>;

/**
 * Watches the entries of a listing, in their order: true for one whose external id an earlier entry has that says something
 * else. `wasListed`: whether an earlier page named the record of this reference; what is stored is then what that page said,
 * or something newer. `saidOtherwise`: whether a page that wrote nothing said something else.
 */
export function watchEntries(
  wasListed: (reference: ReferenceState) => boolean,
  saidOtherwise: WriteRules['saidOtherwise'],
): (entry: EntryOf) => boolean {
  const firsts = new Map<string, string | null | typeof GONE>();
  return (entry) => {
    const externalId = externalIdOf(entry.prepared);
    if (externalId === null) return false;
    if (entry.prepared.kind === 'gone') {
      firsts.set(externalId, GONE);
      return false;
    }
    const says = contentOf(entry.prepared);
    let first = firsts.get(externalId);
    if (first === undefined && saidOtherwise?.(entry) === true) return true;
    if (first === undefined || first === GONE) {
      const { reference } = entry.known;
      const isSecond =
        first !== GONE && reference !== undefined && differsFromStored(entry) && wasListed(reference);
      first = isSecond ? storedAs(entry.prepared, reference) : says;
      firsts.set(externalId, first);
    }
    return says !== null && first !== says;
  };
}

/** The listing said that the record is gone: what comes after that is made anew. */
const GONE = Symbol('gone');

/** Whether an entry says something else than what is stored of its record: only then can an earlier page have said otherwise. */
export function differsFromStored({ prepared, source, known: { reference } }: EntryOf): boolean {
  // Whatever named what is inactive was undone since: it is made anew.
  if (reference === undefined || isInactive(reference) || source?.overlap === true) return false;
  const says = contentOf(prepared);
  return says !== null && says !== storedAs(prepared, reference);
}

/** The entry as it is set aside, with the reason. */
export function setAside(prepared: PreparedRecord): PreparedRecord {
  const externalId = externalIdOf(prepared);
  const message = `The id "${externalId}" belongs to another entry of this listing, which says something else`;
  const problem = describeProblem(new SyncError(ID_TAKEN, message));
  const mapped = prepared.kind === 'ready' ? { mapped: prepared.write.dataText } : {};
  return { kind: 'failed', outcome: 'rejected', externalId, problem, ...mapped };
}

/** What an entry that was set aside says against the listing that it belongs to; undefined: none of these was. */
export function describeTwin(inputs: readonly Pick<DecidedInput, 'prepared'>[]): string | undefined {
  const twin = inputs.find(
    ({ prepared }) => prepared.kind === 'failed' && prepared.problem.code === ID_TAKEN,
  );
  return twin && `two entries have the id "${externalIdOf(twin.prepared)}" and say different things`;
}

/** What tells two entries with one id apart; null where there is nothing to compare. */
export function contentOf(prepared: PreparedRecord): string | null {
  if (prepared.kind === 'ready') return prepared.write.contentHash;
  return prepared.kind === 'listed' ? prepared.version : null;
}

function storedAs({ kind }: PreparedRecord, { contentHash, version }: ReferenceState): string | null {
  return kind === 'ready' ? contentHash : version;
}
