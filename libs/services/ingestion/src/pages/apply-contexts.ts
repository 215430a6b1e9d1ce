import {
  closesOut,
  compileFilter,
  parseSensitive,
  sensitiveSources,
  type CompiledFilter,
  type CompiledMapping,
  type DeleteCeiling,
  type ExecutionId,
  type Job,
  type JobDefinition,
  type JobId,
  type KeyedHash,
  type RecordType,
  type ReferenceSet,
  type SchemaPolicy,
  type SensitiveFields,
  type TenantId,
  type UntoldFields,
  untoldFields,
  type WritePolicy,
} from '@evenkeel/domain';
import {
  inboundMapping,
  loadExecution,
  mergerOf,
  RecordChecks,
  RecordSecrets,
  typeMatcher,
  type RecordMerger,
  type TypeCheck,
  type TypeMatcher,
} from '@evenkeel/operations';
import { Digest, Ids, Store, type DueExecution, type Transaction, type Transactions } from '@evenkeel/ports';
import { pairingOf, type ArrivalPairing } from './arrival-pairing.js';
import { sourceBeside, twoWayOf, type SourceBeside, type TwoWay } from './two-way.js';
import { loadPieces, type LoadedPieces } from './load-pieces.js';
import { sensitiveValues, type SensitiveValues } from './sensitive-values.js';

const MOST_KEPT = 256;

/** What applying a page of an execution takes besides the page; it cannot change while the execution lives. */
export interface ApplyContext extends LoadedPieces {
  /** Units of work of the tenant whose execution it is. */
  readonly tenant: Transactions<Transaction>;
  readonly tenantId: TenantId;
  readonly jobId: JobId;
  /** Of the values of records that it writes, what events do not tell; null: no value. Undefined: no event tells of a record. */
  readonly untold: UntoldFields | null | undefined;
  /** Whether what it lists is written here; else it is only found out which records are one. */
  readonly reads: boolean;
  /** Whether its own changes of records are told from others: it writes to its provider as well, or another job of its type goes both ways. */
  readonly isCause: boolean;
  /** Undefined: it goes one way. */
  readonly twoWay: TwoWay | undefined;
  /** Of a job that only reads, of a type of which another one goes both ways; undefined: it does not, or none does. */
  readonly beside: SourceBeside | undefined;
  /** By what records of both sides are recognised as one; undefined: by nothing. */
  readonly pairing: ArrivalPairing | undefined;
  readonly deadLetterAfter: number;
  readonly references: ReferenceSet;
  readonly deleteCeiling: DeleteCeiling;
  /** Whether what its listing does not name may turn out to be gone. */
  readonly closesOut: boolean;
  readonly filter: CompiledFilter;
  /** What the fields of the job leave of a record, mapped, and what its policy leaves of that. */
  readonly mapping: CompiledMapping;
  readonly writePolicy: WritePolicy;
  readonly schemaPolicy: SchemaPolicy;
  /** Whether what is here was read under this mapping, so that an equal version says that nothing changed. */
  readonly trustsVersions: boolean;
  /** What its record type asks of a mapped record; undefined: nothing. */
  readonly check: TypeCheck | undefined;
  /** By which rules it is recognised as one that is here; undefined: by none. */
  readonly match: TypeMatcher | undefined;
  /** How records of several references are made of these. */
  readonly merge: RecordMerger;
  /** Part of each content hash, so that a new mapping writes every record anew. */
  readonly salt: string;
  readonly digest: (text: string) => string;
  /** What is not to be read where a record failed or is told of. */
  readonly sensitive: SensitiveValues;
  readonly nextId: () => string;
}

export class ApplyContexts {
  private readonly kept = new Map<ExecutionId, ApplyContext>();

  constructor(
    private readonly store: Store,
    private readonly digest: Digest,
    private readonly ids: Ids,
    private readonly checks: RecordChecks,
    private readonly secrets: RecordSecrets,
  ) {}

  async of({ tenantId, executionId }: DueExecution): Promise<ApplyContext> {
    const kept = this.kept.get(executionId);
    if (kept !== undefined) return kept;
    const context = await this.load(this.store.of(tenantId), executionId);
    const [oldest] = this.kept.keys();
    if (this.kept.size >= MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(executionId, context);
    return context;
  }

  private async load(tenant: Transactions<Transaction>, executionId: ExecutionId): Promise<ApplyContext> {
    const digest = (text: string) => this.digest.of(text);
    const { job, execution, references, trustsVersions, type, isBeside, ...linked } = await this.read(
      tenant,
      executionId,
    );
    const { definition } = job;
    const check = this.checks.of(type);
    const { hash, box } = this.secrets.of(job.tenantId);
    const { direction, mapping, deadLetterAfter, writePolicy, schemaPolicy, deleteCeiling } = definition;
    const { fields, ...reading } = readingOf(definition, type, { check, digest, hash });
    return {
      tenant,
      tenantId: job.tenantId,
      jobId: job.id,
      untold: untoldOf(definition, type, linked.derivedSensitive),
      isCause: direction !== 'inbound' || isBeside,
      twoWay: twoWayOf(job, type, check),
      beside: isBeside ? sourceBeside(job, check) : undefined,
      pairing: pairingOf(job, hash),
      deadLetterAfter,
      references,
      deleteCeiling,
      closesOut: closesOut(execution),
      ...reading,
      writePolicy,
      schemaPolicy,
      trustsVersions,
      merge: mergerOf(type),
      digest,
      sensitive: sensitiveValues(mapping, { fields, pieces: linked.sensitivePieces }, box),
      nextId: () => this.ids.next(),
      ...linked,
      salt: digest(JSON.stringify(linked.pieces === undefined ? mapping : [mapping, linked.pieceRules])),
    };
  }

  private read(tenant: Transactions<Transaction>, executionId: ExecutionId) {
    const digest = (text: string) => this.digest.of(text);
    return tenant.transaction(async (tx) => {
      const loaded = await loadExecution(tx, executionId);
      if (loaded === undefined) throw new Error(`Execution ${executionId} does not exist`);
      const { hash } = this.secrets.of(loaded.job.tenantId);
      return {
        ...loaded,
        trustsVersions: await tx.inventories.isMappedAs(loaded.references, loaded.execution),
        type: await tx.recordTypes.ofExecution(executionId),
        isBeside: await isBesideTwoWay(tx, loaded.job),
        ...(await loadPieces(tx, loaded, { checks: this.checks, digest, hash })),
      };
    });
  }
}

/** Asked once for each execution. */
async function isBesideTwoWay(tx: Transaction, { definition }: Job): Promise<boolean> {
  if (definition.direction !== 'inbound') return false;
  const jobs = await tx.jobs.listOfRecordType(definition.recordType);
  return jobs.some((job) => job.definition.direction === 'bidirectional');
}

function untoldOf(
  { recordEvents, recordType }: JobDefinition,
  type: RecordType | undefined,
  derived: ReadonlyMap<string, SensitiveFields>,
): UntoldFields | null | undefined {
  if (recordEvents === 'off') return undefined;
  if (recordEvents === 'fields') return null;
  return untoldFields(new Map([...derived, [recordType, parseSensitive(type?.sensitive ?? [])]]));
}

interface ReadBy extends Pick<ApplyContext, 'check' | 'digest'> {
  readonly hash: KeyedHash;
}

interface Reading extends Pick<ApplyContext, 'reads' | 'filter' | 'mapping' | 'check' | 'match'> {
  /** What is sensitive of what comes of it. */
  readonly fields: SensitiveFields;
}

/** What becomes of a listed record; of a job that only writes it stays as it came, to be compared with what would be sent. */
function readingOf(
  definition: JobDefinition,
  type: RecordType | undefined,
  { check, digest, hash }: ReadBy,
): Reading {
  const fields = parseSensitive(type?.sensitive ?? []);
  if (definition.direction === 'outbound')
    return {
      ...{ reads: false, filter: () => true, mapping: (data) => data, check: undefined, match: undefined },
      fields: sensitiveSources(definition.mapping, fields),
    };
  return {
    ...{ reads: true, filter: compileFilter(definition.filter), check, fields },
    mapping: inboundMapping(definition, type, { hash }),
    match: typeMatcher(type, { digest, hash }),
  };
}
