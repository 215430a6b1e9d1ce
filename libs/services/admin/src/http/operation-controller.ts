import {
  applyDecorators,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type Type,
} from '@nestjs/common';
import {
  whileAdmitted,
  type Caller,
  type OperationHandler,
  type Terms,
  type Told,
} from '@evenkeel/administration';
import { API_PREFIX, placeholdersOf, type Operation } from '@evenkeel/contracts-admin';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { setAnswerHeaders } from './answer-headers.js';
import { admitted, rightsGuard } from './admission.js';
import { eventStream, resumed, wantsStream } from './event-stream.js';
import { ProblemFilter } from './problem.filter.js';
import { readTerms } from './read-terms.js';
import { RequestMetrics } from './request-metrics.interceptor.js';
import { ValidationPipe } from './validation.pipe.js';

type UseCase = Readonly<Record<string, (caller: Caller, request: object, terms: Terms) => Promise<unknown>>>;

const ROUTE = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete } as const;

/** The Nest controller of one operation: from the row of the table follow its route and its checks. */
export function operationController(
  operation: Operation,
  { useCase, method, follow }: OperationHandler,
): Type {
  const placeholders = placeholdersOf(operation.path);
  class OperationController {
    constructor(private readonly useCase: UseCase) {}

    async handle(request: Request, response: Response, ...given: readonly unknown[]): Promise<unknown> {
      const params = Object.fromEntries(placeholders.map((name, index) => [name, given[index]]));
      const fields = given.slice(placeholders.length) as readonly object[];
      const wanted = fields.reduce((all, part) => ({ ...all, ...part }), params);
      const { caller, asked, trail, ...admission } = admitted(request);
      const terms = readTerms(operation, request, response);
      if (follow !== undefined && wantsStream(request)) {
        const told = await this.useCase[follow]?.(caller, resumed(wanted, request), terms);
        return eventStream(whileAdmitted(told as AsyncIterable<Told>, admission), response);
      }
      const work = async () => this.useCase[method]?.(caller, wanted, terms);
      const entry = { ...asked, operation: operation.id, target: params as Readonly<Record<string, string>> };
      const answer = await (operation.method === 'GET' ? work() : trail.changing(entry, work));
      setAnswerHeaders(operation, answer, response);
      return answer;
    }
  }
  Inject(useCase)(OperationController, undefined, 0);
  describeParameters(operation, OperationController.prototype);
  const descriptor = Object.getOwnPropertyDescriptor(OperationController.prototype, 'handle') ?? {};
  describeRoute(operation)(OperationController.prototype, 'handle', descriptor);
  describeController(operation)(OperationController);
  // Log lines and errors name it.
  Object.defineProperty(OperationController, 'name', { value: operation.id });
  return OperationController;
}

/** In the order in which `handle` takes them: request, response, placeholders, then query or body. */
function describeParameters({ path, request }: Operation, prototype: object): void {
  const { params = {}, query, body } = request;
  const decorators = [
    Req(),
    Res({ passthrough: true }),
    ...placeholdersOf(path).map((name) => Param(name, { schema: params[name] ?? z.string() })),
    // What is not known is refused: a filter that does nothing would look like one that found nothing else.
    Query({ schema: (query ?? z.object({})).strict() }),
    ...(body === undefined ? [] : [Body({ schema: body })]),
  ];
  decorators.forEach((decorate, index) => decorate(prototype, 'handle', index));
  const types = decorators.map((_, index) => (index - 2 in placeholdersOf(path) ? String : Object));
  Reflect.defineMetadata('design:paramtypes', types, prototype, 'handle');
}

function describeRoute({ method, path, status }: Operation): MethodDecorator {
  return applyDecorators(ROUTE[method](path), HttpCode(status));
}

function describeController(operation: Operation): ClassDecorator {
  return applyDecorators(
    Controller(API_PREFIX),
    UseGuards(rightsGuard(operation)),
    UsePipes(ValidationPipe),
    UseFilters(ProblemFilter),
    UseInterceptors(RequestMetrics),
  );
}
