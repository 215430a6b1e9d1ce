import { applyDecorators, Controller, HttpCode, UseFilters, UseInterceptors, UsePipes } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { API_PREFIX, problemDetails } from '@evenkeel/contracts-admin';
import type { z } from 'zod';
import { ProblemFilter } from './problem.filter.js';
import { RequestMetrics } from './request-metrics.interceptor.js';
import { ValidationPipe } from './validation.pipe.js';

/** A controller of the admin API: every error it throws becomes a problem, every request is measured. */
export function Endpoint(path: string, tag: string): ClassDecorator {
  return applyDecorators(
    Controller(`${API_PREFIX}/${path}`),
    ApiTags(tag),
    ApiResponse({ status: 'default', description: 'A problem (RFC 9457)', standardSchema: problemDetails }),
    UsePipes(ValidationPipe),
    UseFilters(ProblemFilter),
    UseInterceptors(RequestMetrics),
  );
}

export interface OperationDescription {
  readonly id: string;
  readonly summary: string;
  /** Default 200. */
  readonly status?: number;
  readonly answer: z.ZodType;
}

/** One operation as `/docs` tells it. */
export function Operation({ id, summary, status = 200, answer }: OperationDescription): MethodDecorator {
  return applyDecorators(
    HttpCode(status),
    ApiOperation({ operationId: id, summary }),
    ApiResponse({ status, description: summary, standardSchema: answer }),
  );
}
