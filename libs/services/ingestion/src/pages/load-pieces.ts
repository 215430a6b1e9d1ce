import {
  compilePieces,
  type CompiledPieces,
  parseSensitive,
  schemaViolation,
  sensitivePieces,
  type PieceRules,
  type Problem,
  type SensitiveFields,
} from '@evenkeel/domain';
import {
  typeMatcher,
  type KeyDigests,
  type LoadedExecution,
  type RecordChecks,
  type TypeCheck,
  type TypeMatcher,
} from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';

export interface LoadedPieces {
  /** What else than its mapped record a provider's record holds; undefined: nothing that the job asks for. */
  readonly pieces: CompiledPieces | undefined;
  /** By which rules; undefined: records of the job neither have derived records or links, nor ever had. */
  readonly pieceRules: PieceRules | undefined;
  /** Record types of its rules, by name, as far as their records are recognised by match rules. */
  readonly derivedTypes: ReadonlyMap<string, TypeMatcher>;
  /** What is sensitive of derived records, by their types. */
  readonly derivedSensitive: ReadonlyMap<string, SensitiveFields>;
  /** Of the provider's record: what sensitive fields of derived records are made of. */
  readonly sensitivePieces: SensitiveFields;
}

/**
 * What a job derives and links. Derived records are held against the revisions of their types that the execution was opened with, and matched by
 * them, in whatever process. A job without such rules says nothing more to the database, unless it was changed and may have had some.
 */
export async function loadPieces(
  tx: Transaction,
  { job, references, execution }: Pick<LoadedExecution, 'job' | 'references' | 'execution'>,
  { checks, digest, hash }: { readonly checks: RecordChecks } & KeyDigests,
): Promise<LoadedPieces> {
  const { derive, links } = job.definition;
  const rules = { derive, links };
  if (derive.length + links.length === 0) {
    const wasLinked = job.revision > 1 && (await tx.links.isLinked(references));
    return {
      pieces: undefined,
      pieceRules: wasLinked ? rules : undefined,
      derivedTypes: new Map(),
      derivedSensitive: new Map(),
      sensitivePieces: [],
    };
  }
  const types = await tx.recordTypes.derivedBy(execution.id);
  const matchers = Array.from(types, ([name, type]) => [name, typeMatcher(type, { digest, hash })] as const);
  const checkOf = new Map(Array.from(types, ([name, type]) => [name, checks.of(type)]));
  const problemOf = (recordType: string, dataText: string) => breachOf(checkOf.get(recordType), dataText);
  const names = derive.map(({ recordType }) => recordType);
  const derivedSensitive = new Map(
    names.map((name) => [name, parseSensitive(types.get(name)?.sensitive ?? [])]),
  );
  return {
    pieces: compilePieces(rules, { digest, hash, problemOf }),
    pieceRules: rules,
    derivedTypes: new Map(matchers.flatMap(([name, matcher]) => (matcher ? [[name, matcher] as const] : []))),
    derivedSensitive,
    sensitivePieces: sensitivePieces(derive, (name) => derivedSensitive.get(name) ?? []),
  };
}

function breachOf(check: TypeCheck | undefined, dataText: string): Problem | undefined {
  const failures = check?.check(dataText) ?? [];
  return failures.length === 0 || check === undefined ? undefined : schemaViolation(check, failures);
}
