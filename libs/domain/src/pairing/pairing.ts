import type { JobDefinition } from '../job/job.js';
import type { JobId, PlanId } from '../ids.js';

/**
 * `wanted`: no run has begun with it, and single records wait for that. `planned`: what is one is being found, or waits for an approval: nothing is written on either side. `approved`: it is being carried out.
 * `carried_out`: what is left is held for a person.
 */
export const PAIRING_STATES = ['wanted', 'planned', 'approved', 'carried_out'] as const;
export type PairingState = (typeof PAIRING_STATES)[number];

/** How far a job has come with finding which records of its two sides are one. */
export interface Pairing {
  readonly jobId: JobId;
  /** The plan that says which records are one; null exactly where it is `wanted`. */
  readonly planId: PlanId | null;
  readonly state: PairingState;
}

export const PAIRING_SIDES = ['here', 'there'] as const;
export type PairingSide = (typeof PAIRING_SIDES)[number];

type Pairable = Pick<JobDefinition, 'direction' | 'pairBy' | 'createsUnpaired'>;

/** Whether the job says how records of its two sides are recognised as one. */
export function pairs({ direction, pairBy, createsUnpaired }: Pairable): boolean {
  return direction !== 'inbound' && pairBy.length > 0 && !createsUnpaired;
}

/**
 * Whether the next run of the job is to find out which records of both sides are one. `isUnpaired`: the store has records of its type, and none of them is known
 * to be one of the provider.
 */
export function isPairingDue(
  definition: Pairable,
  pairing: Pick<Pairing, 'state'> | undefined,
  isUnpaired: boolean,
): boolean {
  if (!pairs(definition)) return false;
  return pairing === undefined ? isUnpaired : pairing.state !== 'carried_out';
}

/** The plan by which records of both sides are taken for one; undefined: there is none that a person approved. */
export function planInForce(pairing: Pairing | undefined): PlanId | undefined {
  if (pairing?.state !== 'approved' && pairing?.state !== 'carried_out') return undefined;
  return pairing.planId ?? undefined;
}
