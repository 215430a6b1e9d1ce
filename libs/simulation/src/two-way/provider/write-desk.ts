import {
  describeProblem,
  SyncError,
  type JsonObject,
  type JsonValue,
  type WriteOperation,
  type WriteResult,
} from '@evenkeel/domain';
import type { WriteRequest } from '@evenkeel/ports';
import { PEOPLE } from '../two-way-job.js';
import type { WritingProfile } from '../two-way-profile.js';
import type { WrittenRecords } from './written-records.js';

/** What a value begins with that the provider refuses. */
export const REFUSED = '!';

interface Remembered {
  readonly results: readonly WriteResult[];
  readonly atMs: number;
}

/** Carries out calls that write, and remembers their keys. */
export class WriteDesk {
  /** Operations that changed something. */
  carriedOut = 0;
  private readonly keys = new Map<string, Remembered>();

  constructor(
    private readonly records: WrittenRecords,
    private readonly profile: WritingProfile,
    private readonly now: () => number,
  ) {}

  write({ operations, key }: WriteRequest, stream: string = PEOPLE): readonly WriteResult[] {
    const { keyLifetimeSeconds, isAllOrNothing } = this.profile;
    const known = keyLifetimeSeconds === null ? undefined : this.keys.get(key);
    if (known !== undefined && this.now() - known.atMs < (keyLifetimeSeconds ?? 0) * 1000)
      return known.results;
    const refusals = operations.map((operation) => this.refusal(operation));
    const isStopped = isAllOrNothing && refusals.some((refusal) => refusal !== undefined);
    const results = operations.map(
      (operation, at) =>
        refusals[at] ??
        (isStopped ? refused('Another of the call is refused') : this.carryOut(operation, stream)),
    );
    this.keys.set(key, { results, atMs: this.now() });
    return results;
  }

  private refusal({ kind, externalId, data, version }: WriteOperation): WriteResult | undefined {
    if (Object.values(data).some((value) => typeof value === 'string' && value.startsWith(REFUSED)))
      return refused('It has a value that is not for us');
    if (kind === 'create') return undefined;
    const state = this.records.find(externalId ?? '')?.now;
    if (state === undefined || state.isGone) return { kind: 'gone' };
    const isMoved = this.profile.checksVersion && version !== null && version !== String(state.version);
    return isMoved ? { kind: 'moved' } : undefined;
  }

  private carryOut({ kind, externalId, data, intentId }: WriteOperation, stream: string): WriteResult {
    this.carriedOut += 1;
    const by = { intent: intentId };
    const kept = this.kept(data);
    if (kind === 'create') return this.told(this.records.add(present(kept), by, stream));
    const record = this.records.find(externalId ?? '')!;
    const atMs = this.now();
    if (kind === 'delete') this.records.put(record.id, { atMs, by, isGone: true });
    else {
      const before = this.profile.update === 'replace' ? {} : record.now.fields;
      this.records.put(record.id, { atMs, by, fields: present({ ...before, ...kept }) });
    }
    return this.told(record.id);
  }

  private kept(data: JsonObject): JsonObject {
    const trimmed = (value: JsonValue) =>
      this.profile.normalises && typeof value === 'string' ? value.trim() : value;
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, trimmed(value)]));
  }

  private told(id: string): WriteResult {
    const { version, fields, atMs, isGone } = this.records.find(id)!.now;
    const isTold = this.profile.answers === 'record' && !isGone;
    return {
      kind: 'written',
      externalId: id,
      version: isTold && this.profile.givesVersions ? String(version) : null,
      modifiedAt: isTold ? new Date(atMs).toISOString() : null,
      record: isTold ? { id, ...fields } : null,
    };
  }
}

/** A field that is set to null is not there. */
function present(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function refused(message: string): WriteResult {
  const problem = describeProblem(new SyncError('provider.write_refused', message));
  return { kind: 'failed', isApplied: 'no', problem };
}
