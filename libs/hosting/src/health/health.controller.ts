import { Controller, Get, Header, HttpStatus, Res, SetMetadata } from '@nestjs/common';
import { PromMeter } from '@evenkeel/adapter-telemetry';
import { Health, type Readiness } from './health.js';

/** What every service answers beside its own endpoints, for those who run it. */
// What `@ApiExcludeController()` sets, without loading the whole of Swagger into services that describe no API.
@SetMetadata('swagger/apiExcludeController', [true])
@Controller()
export class HealthController {
  constructor(
    private readonly health: Health,
    private readonly meter: PromMeter,
  ) {}

  /** The process answers at all. Says nothing about what it depends on, so that it is not restarted for that. */
  @Get('livez')
  @Header('cache-control', 'no-store')
  live(): { readonly live: true } {
    return { live: true };
  }

  /** 200 if the service can do its work, else 503. */
  @Get('readyz')
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) response: StatusResponse): Promise<Readiness> {
    const readiness = await this.health.readiness();
    // Not thrown: a service may answer errors in a shape of its own.
    if (!readiness.ready) response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return readiness;
  }

  @Get('metrics')
  async metrics(@Res() response: TextResponse): Promise<void> {
    const { contentType, body } = await this.meter.text();
    response.set('content-type', contentType).send(body);
  }
}

interface StatusResponse {
  status(code: number): unknown;
}

interface TextResponse {
  set(name: string, value: string): TextResponse;
  send(body: string): unknown;
}
