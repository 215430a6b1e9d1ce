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
import type { OperationHandler } from '@evenkeel/administration';
import { API_PREFIX, placeholdersOf, type Operation } from '@evenkeel/contracts-admin';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { carryOut, follow, type UseCase } from '../access/carry-out.js';
import { readTerms } from '../access/read-terms.js';
import { answerHeaders } from '../access/answer-headers.js';
import { admitted, rightsGuard } from './admission.js';
import { eventStream, resumed, wantsStream } from './event-stream.js';
import { ProblemFilter } from './problem.filter.js';
import { RequestMetrics } from './request-metrics.interceptor.js';
import { untilClosed } from './until-closed.js';
import { ValidationPipe } from '../access/validation.pipe.js';

const ROUTE = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete } as const;

/** The Nest controller of one operation: from the row of the table follow its route and its checks. */
export function operationController(operation: Operation, { useCase, ...handler }: OperationHandler): Type {
  const placeholders = placeholdersOf(operation.path);
  class OperationController {
    constructor(private readonly useCase: UseCase) {}

    async handle(request: Request, response: Response, ...given: readonly unknown[]): Promise<unknown> {
      const named = placeholders.map((name, index) => [name, given[index]] as const);
      const params = Object.fromEntries(named) as Readonly<Record<string, string>>;
      const parts = given.slice(placeholders.length) as readonly object[];
      const fields: object = parts.reduce((all, part) => ({ ...all, ...part }), params);
      const terms = { ...readTerms(operation, (name) => request.get(name)), signal: untilClosed(response) };
      const carrying = { operation, handler, useCase: this.useCase };
      if (handler.follow !== undefined && wantsStream(request)) {
        const wanted = { params, fields: resumed(fields, request), terms };
        return eventStream(await follow(carrying, admitted(request), wanted), response);
      }
      const answer = await carryOut(carrying, admitted(request), { params, fields, terms });
      response.header(answerHeaders(operation, answer));
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
