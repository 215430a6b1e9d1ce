import { RUN_LIFECYCLE } from './run-lifecycle.js';
import { FIREWALL } from './firewall.js';
import { DELIVERIES } from './deliveries.js';
import { DISPATCHING } from './dispatch.js';
import { GONE_RECORDS } from './gone-records.js';
import { JOINED_RECORDS } from './joined-records.js';
import { LISTINGS } from './listings.js';
import { MATCHED_RECORDS } from './matched-records.js';
import { RARE_MOMENTS } from './rare-moments.js';
import { RECOVERY } from './recovery.js';
import { ORDER_OF_WRITERS } from './order-of-writers.js';
import { PLANS_AND_INVENTORIES } from './plans-and-inventories.js';
import type { Removal } from './removal.js';
import { WRITING } from './writing.js';

/** By the file that has them, beside which a spec takes each away. */
export const FAMILIES = {
  'order-of-writers': ORDER_OF_WRITERS,
  'run-lifecycle': { ...RUN_LIFECYCLE, ...DELIVERIES },
  recovery: RECOVERY,
  firewall: FIREWALL,
  dispatch: DISPATCHING,
  'plans-and-inventories': PLANS_AND_INVENTORIES,
  listings: LISTINGS,
  'gone-records': GONE_RECORDS,
  'joined-records': JOINED_RECORDS,
  'matched-records': MATCHED_RECORDS,
  writing: WRITING,
  'rare-moments': RARE_MOMENTS,
} as const;
export type MechanismFamily = keyof typeof FAMILIES;

const REMOVALS = {
  ...ORDER_OF_WRITERS,
  ...RUN_LIFECYCLE,
  ...DELIVERIES,
  ...RECOVERY,
  ...FIREWALL,
  ...DISPATCHING,
  ...PLANS_AND_INVENTORIES,
  ...LISTINGS,
  ...GONE_RECORDS,
  ...JOINED_RECORDS,
  ...MATCHED_RECORDS,
  ...WRITING,
  ...RARE_MOMENTS,
};

/** What keeps a promise of the engine. A world can be built without one, to see that the simulation notices. */
export type Mechanism = keyof typeof REMOVALS;
export const MECHANISMS: Readonly<Record<Mechanism, Removal>> = REMOVALS;

export function isMechanism(name: string): name is Mechanism {
  return Object.hasOwn(MECHANISMS, name);
}
