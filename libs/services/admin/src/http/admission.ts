import type { CanActivate, ExecutionContext, INestApplication } from '@nestjs/common';
import {
  AdmitCallers,
  AuditTrail,
  type AskedFor,
  type Caller,
  type Presented,
} from '@evenkeel/administration';
import type { Operation } from '@evenkeel/contracts-admin';
import { judgeCaller, SyncError, type NeededRights } from '@evenkeel/domain';
import { AccessRules, Clock, Logger } from '@evenkeel/ports';
import type { NextFunction, Request, Response } from 'express';
import { ACTOR } from './actor-header.js';
import { answerProblem, pathOf } from './problem.filter.js';
import { readActor } from './read-actor.js';
import { RequestBudget } from './request-budget.js';

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

const ADMITTED = new WeakMap<Request, Admitted>();

/** What anyone may see who reaches the service: whether it is up, and what its API looks like. All else needs a caller. */
const OPEN = /^\/(livez|readyz|docs|docs-json|docs-yaml|docs\/[\w.-]+)\/?$/i;
/** Figures of all tenants. */
const FIGURES: NeededRights = { role: 'viewer', ofInstallation: true };
const FIGURES_AT = /^\/metrics\/?$/i;

/** Looks at callers before anything of their request is read. To be called before what reads bodies is added. */
export function admitCallers(app: INestApplication): void {
  const budget = new RequestBudget();
  app.use((request: Request, response: Response, next: NextFunction): void => {
    const path = pathOf(request.originalUrl);
    if (OPEN.test(path)) return next();
    admit(app, { request, budget, isFigures: FIGURES_AT.test(path) }).then(
      (admitted) => {
        ADMITTED.set(request, admitted);
        next();
      },
      (error: unknown) => void refuse(app, { request, response, error }),
    );
  });
}

interface Arrival {
  readonly request: Request;
  readonly budget: RequestBudget;
  readonly isFigures: boolean;
}

async function admit(app: INestApplication, { request, budget, isFigures }: Arrival): Promise<Admitted> {
  const [door, clock] = [app.get(AdmitCallers), app.get(Clock)];
  const presented: Presented = {
    authorization: request.get('authorization'),
    actor: readActor(request.get(ACTOR.name)),
  };
  const caller = await door.admit(presented);
  budget.spend(caller, app.get(AccessRules).requestsPerMinute, clock.now());
  const refused = isFigures ? judgeCaller(caller, FIGURES) : undefined;
  if (refused !== undefined) throw refused;
  return {
    caller,
    asked: { tenantId: caller.tenantId, actor: caller.actor, ...saidBy(request) },
    trail: app.get(AuditTrail),
    isAdmitted: () => door.admit(presented).then(() => true, isRefusal),
    now: () => clock.now().getTime(),
  };
}

/** With what those are refused of whom nothing is known that lets them in. */
const STRANGERS: ReadonlySet<string> = new Set(['request.unauthenticated', 'request.forbidden']);

/** What is no answer about the caller is none. */
function isRefusal(error: unknown): false {
  if (error instanceof SyncError && STRANGERS.has(error.code)) return false;
  throw error;
}

/** What proves nothing of a caller, and is kept all the same. */
function saidBy(request: Request): Pick<AskedFor, 'claimed' | 'address'> {
  const claimed = request.get(ACTOR.name) === undefined ? null : readActor(request.get(ACTOR.name));
  return { claimed, address: request.socket.remoteAddress ?? null };
}

/** As much of an address as is kept of a caller that is not known. */
const LONGEST_PATH = 200;

async function noteStranger(app: INestApplication, request: Request, error: unknown): Promise<void> {
  if (!(error instanceof SyncError) || !STRANGERS.has(error.code)) return;
  const operation = `${request.method} ${pathOf(request.originalUrl)}`.slice(0, LONGEST_PATH);
  const asked = { tenantId: null, actor: 'unknown', ...saidBy(request), operation, target: {} };
  await app.get(AuditTrail).refused(asked, error.code);
}

/** What was sent with the request is not read: the connection ends with the answer. */
async function refuse(
  app: INestApplication,
  {
    request,
    response,
    error,
  }: { readonly request: Request; readonly response: Response; readonly error: unknown },
): Promise<void> {
  await noteStranger(app, request, error);
  response.setHeader('connection', 'close');
  answerProblem(error, { request, response, log: app.get(Logger) });
}

/** Throws `request.unauthenticated` where no one was let in, so that nothing runs where {@link admitCallers} was forgotten. */
export function admitted(request: Request): Admitted {
  const found = ADMITTED.get(request);
  if (found === undefined) throw new SyncError('request.unauthenticated', 'The request came without a key');
  return found;
}

/** Lets those through who may do what the operation does, before its request is held against its schema. */
export function rightsGuard(operation: Operation): CanActivate {
  return {
    canActivate: async (context: ExecutionContext): Promise<boolean> => {
      const { caller, asked, trail } = admitted(context.switchToHttp().getRequest<Request>());
      const refused = judgeCaller(caller, operation);
      if (refused === undefined) return true;
      await trail.refused({ ...asked, operation: operation.id, target: {} }, refused.code);
      throw refused;
    },
  };
}
