import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Clock, Logger, Meter } from '@evenkeel/ports';
import { adminService, describeApi } from '@evenkeel/service-admin';

class AdminApi {}

/** `docs/openapi.json`: the admin API as its controllers say it. Nothing is started, so nothing need be there. */
export async function openapi(): Promise<string> {
  const absent = [...adminService.parts.map(({ type }) => type), Logger, Meter, Clock].map((provide) => ({
    provide,
    useValue: {},
  }));
  const module = { module: AdminApi, controllers: [...adminService.endpoints], providers: absent };
  const app = await NestFactory.create(module, { preview: true, logger: false, abortOnError: false });
  return `${JSON.stringify(describeApi(app), undefined, 2)}\n`;
}
