import type { ConflictSummary, ConflictView } from '@evenkeel/contracts-admin';
import {
  maskAt,
  parseSensitive,
  type ConflictDecision,
  type ConflictField,
  type FieldDecision,
  type JsonValue,
  type Proposal,
  type SensitiveFields,
} from '@evenkeel/domain';
import type { ListedConflict, Transaction } from '@evenkeel/ports';

export function toConflictSummary(conflict: ListedConflict): ConflictSummary {
  const { id, jobId, job, recordType, recordId, connection, stream, externalId, state, kind } = conflict;
  const { revision, fields, policy, isCarriedOut, openedAt, changedAt, resolvedAt } = conflict;
  return {
    ...{ id, recordType, recordId, connection, stream, externalId, state, kind, revision, policy },
    job: { id: jobId, name: job },
    paths: fields.map(({ path }) => path),
    isCarriedOut,
    openedAt: openedAt.toISOString(),
    changedAt: changedAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
  };
}

/** As people may see it: values of sensitive fields are masked. */
export async function viewConflict(tx: Transaction, conflict: ListedConflict): Promise<ConflictView> {
  const type = await tx.recordTypes.find(conflict.recordType);
  const sensitive = parseSensitive(type?.sensitive ?? []);
  const { remoteVersion, fields, decision, proposal, history } = conflict;
  return {
    ...toConflictSummary(conflict),
    remoteVersion,
    fields: fields.map((field) => toField(field, sensitive)),
    decision: decision === null ? null : toDecision(decision, fields, sensitive),
    proposal: proposal === null ? null : toProposal(proposal, fields, sensitive),
    history: history.map((event) => ({ ...event })),
  };
}

type FieldView = ConflictView['fields'][number];

function toField({ place, path, base, local, remote }: ConflictField, sensitive: SensitiveFields): FieldView {
  const side = (value: JsonValue | undefined): FieldView['local'] =>
    value === undefined ? null : { value: maskAt(value, place, sensitive) };
  return {
    path,
    base: side(base?.local),
    isBaseKnown: base !== undefined,
    local: side(local),
    remote: side(remote),
  };
}

function toDecision(
  { by, reason, at, fields: chosen }: ConflictDecision,
  fields: readonly ConflictField[],
  sensitive: SensitiveFields,
): NonNullable<ConflictView['decision']> {
  const choices = Object.entries(chosen).map(([path, choice]) => [
    path,
    toChoice(choice, placeAt(fields, path), sensitive),
  ]);
  return { by, reason, at, fields: Object.fromEntries(choices) as Record<string, ChoiceView> };
}

function toProposal(
  { fields: proposed, ...proposal }: Proposal,
  fields: readonly ConflictField[],
  sensitive: SensitiveFields,
): NonNullable<ConflictView['proposal']> {
  const shown = Object.entries(proposed).map(([path, { choice, ...said }]) => [
    path,
    { ...said, choice: toChoice(choice, placeAt(fields, path), sensitive) },
  ]);
  return {
    ...proposal,
    fields: Object.fromEntries(shown) as NonNullable<ConflictView['proposal']>['fields'],
  };
}

type ChoiceView = NonNullable<ConflictView['decision']>['fields'][string];

function toChoice(
  choice: FieldDecision,
  place: ConflictField['place'],
  sensitive: SensitiveFields,
): ChoiceView {
  return typeof choice === 'string' ? choice : { value: maskAt(choice.value, place, sensitive) };
}

function placeAt(fields: readonly ConflictField[], path: string): ConflictField['place'] {
  return fields.find((field) => field.path === path)?.place ?? [];
}
