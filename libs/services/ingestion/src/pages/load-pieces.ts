import {
  compilePieces,
  type CompiledPieces,
  schemaViolation,
  type Job,
  type PieceRules,
  type Problem,
  type ReferenceSet,
} from '@evenkeel/domain';
import { typeMatcher, type KeyDigests, type TypeMatcher } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import type { RecordChecks, TypeCheck } from './record-checks.js';

export interface LoadedPieces {
  /** What else than its mapped record a provider's record holds; undefined: nothing that the job asks for. */
  readonly pieces: CompiledPieces | undefined;
  /** By which rules; undefined: records of the job neither have derived records or links, nor ever had. */
  readonly pieceRules: PieceRules | undefined;
  /** Record types of its rules, by name, as far as their records are recognised by match rules. */
  readonly derivedTypes: ReadonlyMap<string, TypeMatcher>;
}

const NO_TYPES: ReadonlyMap<string, TypeMatcher> = new Map();

/**
 * What a job derives and links. Derived records are held against the newest revisions of their types, and matched by them: an execution keeps that of
 * its own type only. A job without such rules says nothing more to the database, unless it was changed and may have had some.
 */
export async function loadPieces(
  tx: Transaction,
  { job, references }: { readonly job: Job; readonly references: ReferenceSet },
  { checks, digest, hash }: { readonly checks: RecordChecks } & KeyDigests,
): Promise<LoadedPieces> {
  const { derive, links } = job.definition;
  const rules = { derive, links };
  if (derive.length + links.length === 0) {
    const wasLinked = job.revision > 1 && (await tx.links.isLinked(references));
    return { pieces: undefined, pieceRules: wasLinked ? rules : undefined, derivedTypes: NO_TYPES };
  }
  const byType = new Map<string, TypeCheck | undefined>();
  const derivedTypes = new Map<string, TypeMatcher>();
  for (const { recordType } of derive) {
    if (byType.has(recordType)) continue;
    const type = await tx.recordTypes.find(recordType);
    byType.set(recordType, checks.of(type));
    const matcher = typeMatcher(type, { digest, hash });
    if (matcher !== undefined) derivedTypes.set(recordType, matcher);
  }
  const problemOf = (recordType: string, dataText: string) => breachOf(byType.get(recordType), dataText);
  return { pieces: compilePieces(rules, { digest, hash, problemOf }), pieceRules: rules, derivedTypes };
}

function breachOf(check: TypeCheck | undefined, dataText: string): Problem | undefined {
  const failures = check?.check(dataText) ?? [];
  return failures.length === 0 || check === undefined ? undefined : schemaViolation(check, failures);
}
