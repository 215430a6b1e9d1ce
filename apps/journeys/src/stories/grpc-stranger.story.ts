import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { operationList } from '@evenkeel/contracts-admin';
import { surroundings } from '../kit/env.js';
import { withProvider, type Installation } from '../kit/installation.js';
import { onKafka } from '../kit/on-kafka.js';
import { pythonWith } from '../kit/python-with.js';
import { root } from '../kit/repository.js';
import type { Story } from './story.js';

const RECORDS = 20;
const PACKAGES = ['grpcio==1.85.1', 'grpcio-reflection==1.85.1', 'googleapis-common-protos==1.76.0'];

let all: Installation;
let python: string | undefined;

export const grpcStranger: Story = (engine) =>
  onKafka('A program in another language that knows only the address of gRPC', () => {
    beforeAll(async () => {
      [all, python] = await Promise.all([
        withProvider(engine(), { records: RECORDS }),
        pythonWith('grpc-python', PACKAGES),
      ]);
    }, 240_000);
    afterAll(() => all?.stop(), 90_000);

    it('finds every operation by reflection, runs a job, watches it, and is told what is wrong', async () => {
      if (python === undefined) return;
      const { services, sandbox } = all;
      const script = join(root, 'apps/journeys/python/grpc_stranger.py');
      const given = [script, services.grpcAddress(), sandbox.url, 'stranger'];
      const { stdout } = await promisify(execFile)(python, given, { env: surroundings.inherited });
      const found = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
      const watched = operationList.filter(({ streams }) => streams === true);
      expect(found).toMatchObject({
        services: expect.arrayContaining(['evenkeel.admin.v1.Admin', 'grpc.health.v1.Health']) as unknown,
        methods: operationList.length + watched.length,
        isOneTrigger: true,
        status: 'completed',
        receipt: { fetched: String(RECORDS), created: String(RECORDS), balanced: true },
        records: RECORDS,
        data: { id: expect.any(String) as string },
        refused: { code: 'INVALID_ARGUMENT', reason: 'request.invalid', class: 'data', fields: ['name'] },
        stale: { code: 'ABORTED', reason: 'request.stale' },
      });
      expect(found['told']).toEqual(expect.arrayContaining(['begin', 'progress']));
    }, 90_000);
  });
