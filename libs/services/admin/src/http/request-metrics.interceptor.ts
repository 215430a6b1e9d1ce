import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Clock, Meter, type Counter, type Histogram } from '@evenkeel/ports';
import type { Request, Response } from 'express';
import { EVENT_STREAM } from './event-stream.js';

/** Counts and times requests by route, never by address: ids would make a series each. */
@Injectable()
export class RequestMetrics implements NestInterceptor {
  private readonly requests: Counter;
  private readonly seconds: Histogram;

  constructor(
    meter: Meter,
    private readonly clock: Clock,
  ) {
    this.requests = meter.counter('http_requests_total');
    this.seconds = meter.histogram('http_request_duration_seconds');
  }

  intercept(context: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    const startedMs = this.clock.monotonicMs();
    response.once('finish', () => {
      const { path } = request.route as { readonly path: string };
      const { method } = request;
      this.requests.add(1, { method, route: path, status: String(response.statusCode) });
      // A stream lasts for as long as it is listened to.
      if (response.getHeader('content-type') === EVENT_STREAM) return;
      this.seconds.observe((this.clock.monotonicMs() - startedMs) / 1000, { method, route: path });
    });
    return next.handle();
  }
}
