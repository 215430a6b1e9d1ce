import {
  describeProblem,
  SyncError,
  type JsonObject,
  type SourceRecord,
  type WriteAbilities,
  type WriteOperation,
  type WriteResult,
} from '@evenkeel/domain';
import type { StreamWrites, WriteRequest } from '@evenkeel/ports';

/** What happens to a call: it is refused before it is sent, its answer is lost before or after it was carried out, or it is cut off after that. */
export type Fate = 'unsent' | 'lost_before' | 'lost_after' | 'cut_off_after';

const PLAIN: WriteAbilities = {
  batchSizes: { create: 1, update: 1, delete: 1 },
  isAllOrNothing: false,
  update: 'patch',
  keyLifetimeSeconds: null,
  checksVersion: false,
  lookUp: null,
  answers: 'record',
};

const failed = (
  code: 'provider.timeout' | 'provider.bad_request',
  isApplied: 'no' | 'unknown',
): WriteResult => ({
  kind: 'failed',
  isApplied,
  problem: describeProblem(new SyncError(code, 'A write failed')),
});

/** A provider that is written to, whose calls have the fates that a test gives them. */
export class WrittenRows implements StreamWrites {
  readonly rows = new Map<string, JsonObject>();
  readonly calls: WriteRequest[] = [];
  readonly lookedUp: string[] = [];
  /** Taken by one call after the other; none: it goes well. */
  fates: (Fate | undefined)[] = [];
  /** The version of every row; what was decided on another one is refused. */
  version: string | null = null;
  /** What another writer does before a call is carried out. */
  between: (request: WriteRequest) => void = () => undefined;
  /** What becomes of a record that is written. */
  keepAs: (record: JsonObject) => JsonObject = (record) => record;
  /** Names that are refused. */
  refused: readonly string[] = [];
  private readonly answers = new Map<string, readonly WriteResult[]>();
  private created = 0;

  readonly abilities: WriteAbilities;

  constructor(abilities: Partial<WriteAbilities> = {}) {
    this.abilities = { ...PLAIN, ...abilities };
  }

  get names(): readonly unknown[] {
    return [...this.rows.values()].map(({ name }) => name).sort();
  }

  readonly write = async (request: WriteRequest): Promise<readonly WriteResult[]> => {
    this.calls.push(request);
    const { operations, key } = request;
    const fate = this.fates.shift();
    if (fate === 'unsent') throw new SyncError('provider.unreachable', 'No connection');
    const lost = operations.map(() => failed('provider.timeout', 'unknown'));
    if (fate === 'lost_before') return lost;
    this.between(request);
    const kept = this.abilities.keyLifetimeSeconds === null ? undefined : this.answers.get(key);
    const results = kept ?? this.carryOut(operations);
    this.answers.set(key, results);
    if (fate === 'cut_off_after') throw new Error('socket hang up');
    return fate === 'lost_after' ? lost : results;
  };

  readonly lookUp = async (operation: WriteOperation, key: string): Promise<SourceRecord | undefined> => {
    this.lookedUp.push(operation.intentId);
    const result = this.answers.get(key)?.[0];
    if (result?.kind !== 'written') return undefined;
    return { externalId: result.externalId, version: null, modifiedAt: null, data: result.record };
  };

  readonly readOne = (externalId: string): SourceRecord | undefined => {
    const data = this.rows.get(externalId);
    return data && { externalId, version: this.version, modifiedAt: null, data };
  };

  private carryOut(operations: readonly WriteOperation[]): readonly WriteResult[] {
    const refused = operations.map(({ data }) => this.refused.some((name) => name === data['name']));
    if (this.abilities.isAllOrNothing && refused.includes(true))
      return operations.map(() => failed('provider.bad_request', 'no'));
    return operations.map((operation, at) =>
      refused[at] ? failed('provider.bad_request', 'no') : this.carryOutOne(operation),
    );
  }

  private carryOutOne({ kind, externalId, data, version }: WriteOperation): WriteResult {
    const id = externalId ?? `p${(this.created += 1)}`;
    const before = this.rows.get(id);
    if (kind !== 'create' && version !== this.version && this.abilities.checksVersion)
      return { kind: 'moved' };
    if (kind !== 'create' && before === undefined) return { kind: 'gone' };
    const replaces = kind === 'update' && this.abilities.update === 'replace';
    const record = this.keepAs(replaces ? data : { ...before, ...data });
    if (kind === 'delete') this.rows.delete(id);
    else this.rows.set(id, kind === 'deactivate' ? { ...before, active: false } : record);
    const told = this.abilities.answers === 'record' ? record : null;
    return { kind: 'written', externalId: id, version: this.version, modifiedAt: null, record: told };
  }
}
