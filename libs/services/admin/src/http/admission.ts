import type { CanActivate, ExecutionContext, INestApplication } from '@nestjs/common';
import type { Operation } from '@evenkeel/contracts-admin';
import { SyncError, type NeededRights } from '@evenkeel/domain';
import { Logger } from '@evenkeel/ports';
import type { NextFunction, Request, Response } from 'express';
import { ACTOR } from '../access/actor-header.js';
import { AdmitRequests, assertMay, type Admitted, type RequestArrival } from '../access/admit-requests.js';
import { answerProblem, pathOf } from './problem.filter.js';

const ADMITTED = new WeakMap<Request, Admitted>();

/** What anyone may see who reaches the service: whether it is up, and what its API looks like. All else needs a caller. */
const OPEN = /^\/(livez|readyz|docs|docs-json|docs-yaml|docs\/[\w.-]+)\/?$/i;
/** Figures of all tenants. */
const FIGURES: NeededRights = { role: 'viewer', ofInstallation: true };
const FIGURES_AT = /^\/metrics\/?$/i;

/** Looks at callers before anything of their request is read. To be called before what reads bodies is added. */
export function admitCallers(app: INestApplication): void {
  app.use((request: Request, response: Response, next: NextFunction): void => {
    if (OPEN.test(pathOf(request.originalUrl))) return next();
    app
      .get(AdmitRequests)
      .admit(arrivalOf(request))
      .then(
        (admitted) => {
          ADMITTED.set(request, admitted);
          next();
        },
        (error: unknown) => refuse(app, { request, response, error }),
      );
  });
}

function arrivalOf(request: Request): RequestArrival {
  const path = pathOf(request.originalUrl);
  return {
    authorization: request.get('authorization'),
    actor: request.get(ACTOR.name),
    address: request.socket.remoteAddress,
    operation: `${request.method} ${path}`,
    needed: FIGURES_AT.test(path) ? FIGURES : undefined,
  };
}

interface Refused {
  readonly request: Request;
  readonly response: Response;
  readonly error: unknown;
}

/** What was sent with the request is not read: the connection ends with the answer. */
function refuse(app: INestApplication, { request, response, error }: Refused): void {
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
      await assertMay(admitted(context.switchToHttp().getRequest<Request>()), operation);
      return true;
    },
  };
}
