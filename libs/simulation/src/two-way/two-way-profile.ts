import type { JobMode, JsonObject, DeletePolicy, LookUpAbility, WriteAbilities } from '@evenkeel/domain';
import type { PlayedProfile, WorldProfile } from '../world/world-profile.js';

/** What goes wrong with processes, time and the way to the provider. */
export const TWO_WAY_FAULTS = [
  'crash',
  'standstill',
  'lost answer',
  'failed statement',
  'leap',
  'outage',
  'rate limit',
] as const;

/** What people do to records on either side. */
export const EDITS = [
  'edit here',
  'edit by sql',
  'creation here',
  'deletion here',
  'restoration here',
  'edit there',
  'creation there',
  'deletion there',
  'notice',
] as const;
export type Edit = (typeof EDITS)[number];

/** What people ask of the engine. */
export const TWO_WAY_REQUESTS = [
  'run',
  'single run',
  'cancel',
  'pause',
  'control',
  'resume',
  'retry',
  'settling',
  'decision',
  'release',
] as const;

/** What answers, on either side, whatever the engine writes there. */
export const AUTOMATIONS = ['automation here', 'automation there'] as const;
export type Automation = (typeof AUTOMATIONS)[number];

export const TWO_WAY_EVENTS = [...TWO_WAY_FAULTS, ...EDITS, ...AUTOMATIONS, ...TWO_WAY_REQUESTS] as const;
export type TwoWayEvent = (typeof TWO_WAY_EVENTS)[number];

/** What a provider can do with writes, and what is seen of it. */
export interface WritingProfile {
  readonly checksVersion: boolean;
  /** Null: it takes no keys. */
  readonly keyLifetimeSeconds: number | null;
  readonly lookUp: LookUpAbility | null;
  /** How long what was created cannot be looked up; shorter than it says. */
  readonly lookUpLagMs: number;
  readonly answers: Exclude<WriteAbilities['answers'], 'nothing'>;
  readonly batchSize: number;
  readonly isAllOrNothing: boolean;
  readonly update: WriteAbilities['update'];
  /** Whether records are read with versions; one that checks them gives them. */
  readonly givesVersions: boolean;
  /** Whether a record can be asked for by its id. */
  readonly readsOne: boolean;
  /** What is read is as old as that. */
  readonly readLagMs: number;
  /** Whether texts are trimmed before they are kept. */
  readonly normalises: boolean;
}

/** Chances of what becomes of a call that writes. */
export interface CallFates {
  /** It never arrives, and the caller cannot know. */
  readonly lost: number;
  /** It is carried out, and the answer is lost. */
  readonly unanswered: number;
  /** It is carried out after the caller has given it up. */
  readonly late: number;
  /** It certainly was not carried out. */
  readonly refused: number;
}

/** What kind of world a seed plays in that writes to its provider. */
export interface TwoWayProfile extends PlayedProfile {
  readonly weights: Readonly<Record<TwoWayEvent, number>>;
  /** Else the job only writes. */
  readonly isBothWays: boolean;
  readonly mode: JobMode;
  readonly writing: WritingProfile;
  readonly fates: CallFates;
  readonly conflictPolicy: JsonObject | null;
  readonly deletePolicy: DeletePolicy;
  /** Whether what is changed here starts a run. */
  readonly pushesOnChange: boolean;
  /** Whether two jobs of two streams keep records of one type in step, whose match rules make one of what both have. */
  readonly isShared: boolean;
  /** Whether another job here and a workflow there never agree on a field. */
  readonly isAutomated: boolean;
  /** Whether a run has come to its end before anything goes wrong. */
  readonly isSettledIn: boolean;
  /** On each side, when the world begins. */
  readonly recordsHere: number;
  readonly recordsThere: number;
  readonly pageSize: number;
  readonly timeoutMinutes: number;
  /** The chance that a call fails that reads. */
  readonly providerErrors: number;
  readonly slowAnswers: number;
  /** The chance that what is done to a record is done to the first one, and to its first field. */
  readonly contention: number;
  /** The chance that people here write a value that the provider refuses. */
  readonly refusedValues: number;
  readonly perConnection: WorldProfile['perConnection'];
}

/** Abilities whose absence a world has to bear, and whether a profile has them. */
export const ABILITIES = {
  'version check': ({ writing }) => writing.checksVersion,
  key: ({ writing }) => writing.keyLifetimeSeconds !== null,
  'look-up': ({ writing }) => writing.lookUp !== null,
  'body in the answer': ({ writing }) => writing.answers === 'record',
  'no read lag': ({ writing }) => writing.readLagMs === 0,
} as const satisfies Record<string, (profile: TwoWayProfile) => boolean>;
export type Ability = keyof typeof ABILITIES;

/** Those that this world lacks. */
export function lacking(profile: TwoWayProfile): readonly Ability[] {
  return (Object.keys(ABILITIES) as readonly Ability[]).filter((name) => !ABILITIES[name](profile));
}

/** Weights of a world in which nothing else happens. */
export function onlyTwoWay(
  weights: Partial<Record<TwoWayEvent, number>>,
): Readonly<Record<TwoWayEvent, number>> {
  return Object.fromEntries(TWO_WAY_EVENTS.map((event) => [event, weights[event] ?? 0])) as Record<
    TwoWayEvent,
    number
  >;
}
