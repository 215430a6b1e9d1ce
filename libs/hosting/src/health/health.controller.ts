import { Controller, Get, Header, HttpException, HttpStatus, Res } from '@nestjs/common';
import { PromMeter } from '@evenkeel/adapter-telemetry';
import { Health, type Readiness } from './health.js';

/** What every service answers beside its own endpoints, for those who run it. */
@Controller()
export class HealthController {
  constructor(
    private readonly health: Health,
    private readonly meter: PromMeter,
  ) {}

  /** The process answers at all. Says nothing about what it depends on, so that nobody restarts it for that. */
  @Get('livez')
  @Header('cache-control', 'no-store')
  live(): { readonly live: true } {
    return { live: true };
  }

  /** 200 if the service can do its work, else 503. */
  @Get('readyz')
  @Header('cache-control', 'no-store')
  async ready(): Promise<Readiness> {
    const readiness = await this.health.readiness();
    if (!readiness.ready) throw new HttpException(readiness, HttpStatus.SERVICE_UNAVAILABLE);
    return readiness;
  }

  @Get('metrics')
  async metrics(@Res() response: TextResponse): Promise<void> {
    const { contentType, body } = await this.meter.text();
    response.set('content-type', contentType).send(body);
  }
}

interface TextResponse {
  set(name: string, value: string): TextResponse;
  send(body: string): unknown;
}
