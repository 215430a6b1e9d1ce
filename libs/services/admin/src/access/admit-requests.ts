import {
  AdmitCallers,
  AuditTrail,
  type AskedFor,
  type Caller,
  type Presented,
} from '@evenkeel/administration';
import type { Operation } from '@evenkeel/contracts-admin';
import { judgeCaller, SyncError, type NeededRights } from '@evenkeel/domain';
import { AccessRules, Clock } from '@evenkeel/ports';
import { readActor } from './read-actor.js';
import { RequestBudget } from './request-budget.js';

/** A request before anything of it is read, through whichever face it came. */
export interface RequestArrival {
  readonly authorization: string | undefined;
  /** As whom the caller would like to be named, as it was sent. */
  readonly actor: string | undefined;
  /** From where it came. */
  readonly address: string | undefined;
  /** What the audit log says was asked for where its caller is refused. */
  readonly operation: string;
  /** What its caller must be beyond what the operation asks, which is looked at later. */
  readonly needed?: NeededRights | undefined;
}

/** A caller that was let in, for as long as its request goes on. */
export interface Admitted {
  readonly caller: Caller;
  /** What the audit log keeps of it, but for its operation. */
  readonly asked: Omit<AskedFor, 'operation' | 'target'>;
  readonly trail: AuditTrail;
  /** Whether it would be let in again, which may end while it listens. */
  readonly isAdmitted: () => Promise<boolean>;
  readonly now: () => number;
}

/** With what those are refused of whom nothing is known that lets them in. */
const STRANGERS: ReadonlySet<string> = new Set(['request.unauthenticated', 'request.forbidden']);

/** As much of what was asked for as is kept of a caller that is not known. */
const LONGEST_OPERATION = 200;

/** Lets requests in, or not. All faces of a process have one, so that a caller has one budget however it asks. */
export class AdmitRequests {
  private readonly budget = new RequestBudget();

  constructor(
    private readonly door: AdmitCallers,
    private readonly rules: AccessRules,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Rejects as {@link AdmitCallers} does, with `request.invalid` for a name that is none, and with `request.too_many`. */
  async admit(arrival: RequestArrival): Promise<Admitted> {
    try {
      return await this.judge(arrival);
    } catch (error) {
      await this.noteStranger(arrival, error);
      throw error;
    }
  }

  private async judge(arrival: RequestArrival): Promise<Admitted> {
    const { authorization, needed } = arrival;
    const presented: Presented = { authorization, actor: readActor(arrival.actor) };
    const caller = await this.door.admit(presented);
    this.budget.spend(caller, this.rules.requestsPerMinute, this.clock.now());
    const refused = needed === undefined ? undefined : judgeCaller(caller, needed);
    if (refused !== undefined) throw refused;
    return {
      caller,
      asked: { tenantId: caller.tenantId, actor: caller.actor, ...saidBy(arrival) },
      trail: this.trail,
      isAdmitted: () => this.door.admit(presented).then(() => true, isRefusal),
      now: () => this.clock.now().getTime(),
    };
  }

  private async noteStranger(arrival: RequestArrival, error: unknown): Promise<void> {
    if (!(error instanceof SyncError) || !STRANGERS.has(error.code)) return;
    const operation = arrival.operation.slice(0, LONGEST_OPERATION);
    const asked = { tenantId: null, actor: 'unknown', ...saidBy(arrival), operation, target: {} };
    await this.trail.refused(asked, error.code);
  }
}

/** What is no answer about the caller is none. */
function isRefusal(error: unknown): false {
  if (error instanceof SyncError && STRANGERS.has(error.code)) return false;
  throw error;
}

/** What proves nothing of a caller, and is kept all the same. */
function saidBy({ actor, address }: RequestArrival): Pick<AskedFor, 'claimed' | 'address'> {
  return { claimed: actor === undefined ? null : readActor(actor), address: address ?? null };
}

/** Looked at before the request is held against its schema. Rejects with `request.forbidden`, which is written down. */
export async function assertMay({ caller, asked, trail }: Admitted, operation: Operation): Promise<void> {
  const refused = judgeCaller(caller, operation);
  if (refused === undefined) return;
  await trail.refused({ ...asked, operation: operation.id, target: {} }, refused.code);
  throw refused;
}
