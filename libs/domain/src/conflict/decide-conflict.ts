import { InvalidFields } from '../errors/invalid-fields.js';
import { SyncError } from '../errors/sync-error.js';
import { nearestName } from '../nearest-name.js';
import type { Choice, Contested } from '../three-way/sides.js';
import { CONFLICT_KINDS, type ConflictKind } from './conflict-kind.js';
import {
  CONFLICT_STATE_TABLE,
  isSamePair,
  valueOf,
  type Conflict,
  type ConflictDecision,
  type ConflictField,
  type FieldDecision,
} from './conflict.js';

/** A decision as it is asked for. */
export interface AskedDecision extends ConflictDecision {
  /** The revision of the conflict that it was made on. */
  readonly revision: number;
  /** For the fields that it does not name. */
  readonly others?: 'local' | 'remote' | 'base';
}

/**
 * The conflict with a decision that is to be carried out. Throws `request.stale` for one that was made on an earlier revision,
 * `request.wrong_state` where nothing is to be decided, and InvalidFields (`request.invalid`) for fields that are not contested, have no base to
 * take, or are not decided on.
 */
export function decideConflict(conflict: Conflict, asked: AskedDecision): Conflict {
  const { revision, others, ...decision } = asked;
  if (revision !== conflict.revision)
    throw new SyncError(
      'request.stale',
      `The conflict has revision ${conflict.revision}, and the decision was made on revision ${revision}`,
    );
  if (!CONFLICT_STATE_TABLE[conflict.state].isOpen)
    throw new SyncError(
      'request.wrong_state',
      `The conflict is ${conflict.state}; only an open one can be decided`,
    );
  const given = new Map(Object.entries(decision.fields));
  const choices = conflict.fields.flatMap(({ path }) => {
    const choice = given.get(path) ?? others;
    return choice === undefined ? [] : [[path, choice] as const];
  });
  assertDecided(conflict, given, new Map(choices));
  return {
    ...conflict,
    state: 'resolved',
    revision: revision + 1,
    decision: { ...decision, fields: Object.fromEntries(choices) },
    isTaken: false,
    isCarriedOut: false,
  };
}

type Choices = ReadonlyMap<string, FieldDecision>;

function assertDecided({ fields, kind }: Conflict, given: Choices, choices: Choices): void {
  const paths = fields.map(({ path }) => path);
  const unknown = [...given.keys()].filter((path) => !paths.includes(path));
  const problems = [
    ...unknown.map((path) => ({
      path,
      message: `is not contested; there are ${paths.join(', ')}${guess(path, paths)}`,
    })),
    ...fields.flatMap(({ path, base }) => {
      const choice = choices.get(path);
      if (choice === undefined) return [{ path, message: 'is not decided: local, remote, base or a value' }];
      const message = refusalOf(choice, base, kind);
      return message === undefined ? [] : [{ path, message }];
    }),
  ];
  if (problems.length > 0) throw new InvalidFields('request.invalid', problems);
}

/** Why a choice cannot be carried out. */
function refusalOf(
  choice: FieldDecision,
  base: ConflictField['base'],
  kind: ConflictKind,
): string | undefined {
  if (CONFLICT_KINDS[kind].isOfRecord)
    return choice === 'local' || choice === 'remote'
      ? undefined
      : 'is the whole record, which one side deleted: choose local or remote';
  return choice === 'base' && base === undefined
    ? 'has no base: it is not known on what the sides last agreed; choose local, remote or a value'
    : undefined;
}

function guess(path: string, paths: readonly string[]): string {
  const near = nearestName(path, paths);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

/**
 * What a decision says of a contested place; a place where either side holds something else than was decided on is asked about again. Undefined: the
 * decision is not about it.
 */
export function decidedChoice({ fields, decision }: Conflict, contested: Contested): Choice | undefined {
  const decidedOn = fields.find(({ path }) => path === contested.path);
  const choice = decision?.fields[contested.path];
  if (decidedOn === undefined || choice === undefined) return undefined;
  if (!isSamePair(decidedOn, contested)) return { kind: 'undecided', asks: 'review' };
  return choice === 'local' || choice === 'remote'
    ? { kind: choice }
    : { kind: 'value', value: valueOf(choice, decidedOn) };
}
