import { JOB_DEFAULTS, type DeleteCeiling, type FullEvery, type Priority } from '@evenkeel/domain';
import type { BusFaults } from './simulated-bus.js';
import { USUAL_ANSWERS, type RecordAnswers } from '../workload/provider/record-answers.js';
import type { ListingEnd } from '../workload/provider/listing-place.js';

/** Longer than any edit at the provider stays hidden. */
export const OVERLAP_SECONDS = 30;

/** What goes wrong: with processes, their connections, time and the provider. */
export const FAULTS = [
  'crash',
  'standstill',
  'lost answer',
  'failed statement',
  'lie',
  'poison',
  'leap',
  'week',
  'outage',
  'rate limit',
  'endless listing',
  'wrong total',
  'clock ahead',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What happens to records at the provider. */
export const PROVIDER_CHANGES = ['edit', 'delete', 'reappearance', 'arrival', 'move'] as const;
export type ProviderChange = (typeof PROVIDER_CHANGES)[number];

/** What people ask for at any moment. */
export const USER_REQUESTS = [
  'run',
  'single run',
  'cancel',
  'pause',
  'control',
  'resume',
  'retry',
  'approval',
  'preview',
  'plan',
  'group run',
  'removal',
  'unmerge',
  'match decision',
  'trigger message',
] as const;
export type UserRequest = (typeof USER_REQUESTS)[number];

/** What comes only in a world whose provider tells what changed. */
export const TOLD_EVENTS = ['delivery'] as const;
export type ToldEvent = (typeof TOLD_EVENTS)[number];

/** What comes from outside of the engine. */
export const EXTERNAL_EVENTS = [...FAULTS, ...PROVIDER_CHANGES, ...USER_REQUESTS, ...TOLD_EVENTS] as const;
export type ExternalEvent = (typeof EXTERNAL_EVENTS)[number];

/**
 * What kind of world a seed plays in. Not everything goes wrong in every world: what is rare among many events is common
 * where few others come in its way.
 */
export interface WorldProfile {
  /** Steps in which anything may happen; then all calms down. */
  readonly faultySteps: number;
  /** The chance that a step is an event from outside. */
  readonly eventRate: number;
  readonly weights: Readonly<Record<ExternalEvent, number>>;
  readonly bus: BusFaults;
  /** The chance that a call fails. */
  readonly providerErrors: number;
  /** The chance that an answer takes longer than a lease. */
  readonly slowAnswers: number;
  readonly timeoutMinutes: number;
  readonly scheduleSeconds: number | null;
  /** Of the job of events, which reads changes. */
  readonly fullEvery: FullEvery;
  /** The chance that a run of events that people ask for is a full one. */
  readonly fullRuns: number;
  readonly deleteCeiling: DeleteCeiling;
  /** Of the job of events; that of things has the usual one. */
  readonly priority: Priority;
  /** Whether the job of events waits for that of things. */
  readonly isDependent: boolean;
  /** Whether plans of the job of things need an approval. */
  readonly requiresApproval: boolean;
  /** Into so many parts the listing of events is cut. */
  readonly slices: number;
  /** Whether what is deleted while things are listed pulls others over the edge of a page. */
  readonly isShifting: boolean;
  /** Whether each page of such a listing begins with the last record of the page before. */
  readonly overlaps: boolean;
  /** How listings end. */
  readonly thingsEnd: ListingEnd;
  readonly eventsEnd: ListingEnd;
  /** Whether listings say how many records they have. */
  readonly tellsTotals: boolean;
  /** The chance that a page has an id that an earlier one gave. */
  readonly twins: number;
  /** So many records a listing may give, by the contract of its job. */
  readonly maxRecords: number | null;
  /** Whether the listing of things gives ids and versions only. */
  readonly thingsInventory: boolean;
  readonly eventsInventory: boolean;
  /** What is answered where one record is asked for. */
  readonly answers: RecordAnswers;
  /** Whether listings of events tell of deletions. */
  readonly tombstones: boolean;
  /** Whether events say when they were changed: else only the order of questions tells which of two answers is newer. */
  readonly eventsTimes: boolean;
  /** Chunks of one connection that may be under way at once, and of a run that has shown nothing yet. */
  readonly perConnection: number;
  readonly unproven: number;
  /** The chance that what is done to a record is done to the first one: the one that many transactions contend for. */
  readonly contention: number;
  /** So many records more than a few. A listing that lacks one of many is believed where one that lacks one of few is not. */
  readonly moreRecords: number;
  /** Beyond so many runs side by side no record is asked for by its id. */
  readonly mostRuns: number;
  /** How often sweeps come, by a usual 1. */
  readonly sweepRate: number;
  /** Whether records of things and events are joined: recognised as one, made of parts, and led from one to the other. */
  readonly isJoined: boolean;
  /** Whether both are people of one type, on a connection each, of whom likeness decides who is one. */
  readonly isMatched: boolean;
  /** Whether its provider sends deliveries, and others are told what happened. */
  readonly isTold: boolean;
  /** Whether records come back once everything is quiet, of those that were taken for gone. */
  readonly comesBack: boolean;
  /** Whether there is a third job, which people may remove. */
  readonly hasExtras: boolean;
}

/** What any kind of world says of itself. */
export type PlayedProfile = Pick<
  WorldProfile,
  'faultySteps' | 'eventRate' | 'bus' | 'sweepRate' | 'mostRuns' | 'scheduleSeconds'
>;

/** What a world is like in which nothing but what it is about can come in the way. */
export const PLAIN: Partial<WorldProfile> = {
  mostRuns: 3,
  fullEvery: 'default',
  deleteCeiling: JOB_DEFAULTS.deleteCeiling,
  isDependent: false,
  requiresApproval: false,
  slices: 1,
  isShifting: true,
  overlaps: false,
  thingsEnd: 'said',
  eventsEnd: 'said',
  tellsTotals: false,
  twins: 0,
  maxRecords: null,
  thingsInventory: false,
  eventsInventory: false,
  answers: USUAL_ANSWERS,
  tombstones: false,
  eventsTimes: true,
  perConnection: 64,
  unproven: 1,
  isJoined: false,
  isMatched: false,
  isTold: false,
  comesBack: false,
  hasExtras: false,
};

/** Weights of a world in which nothing else goes wrong. */
export function only(
  weights: Partial<Record<ExternalEvent, number>>,
): Readonly<Record<ExternalEvent, number>> {
  return Object.fromEntries(EXTERNAL_EVENTS.map((event) => [event, weights[event] ?? 0])) as Record<
    ExternalEvent,
    number
  >;
}
