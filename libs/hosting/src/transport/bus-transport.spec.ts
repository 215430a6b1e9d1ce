import { InProcessBus } from '@evenkeel/adapter-in-process';
import {
  eventually,
  ListedLogger,
  ListedMeter,
  ListedStuckMessages,
  RealTimers,
} from '@evenkeel/conformance';
import {
  messageCatalog,
  pageFetched,
  type RunRequested,
  runRequested,
  type ServiceName,
} from '@evenkeel/contracts-messages';
import { SyncError } from '@evenkeel/domain';
import { Controller, type INestMicroservice, Injectable, type Type } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { EMPTY, type Observable, throwError } from 'rxjs';
import { BusTransport } from './bus-transport.js';
import { ErrorsReachTheBus } from './errors-reach-the-bus.js';

@Injectable()
class Notebook {
  readonly calls: (readonly RunRequested[])[] = [];
  failures = 0;
}

@Controller()
class OnRunRequested {
  constructor(private readonly notebook: Notebook) {}

  @EventPattern<string>(runRequested.topic, { batch: 3 })
  async handle(payloads: readonly RunRequested[]): Promise<void> {
    this.notebook.calls.push(payloads);
    if (this.notebook.failures > 0) {
      this.notebook.failures -= 1;
      throw new SyncError('system.database', 'the store is away');
    }
  }
}

@Controller()
class OnRunRequestedAsStream {
  constructor(private readonly notebook: Notebook) {}

  @EventPattern<string>(runRequested.topic)
  handle(payloads: readonly RunRequested[]): Observable<never> {
    this.notebook.calls.push(payloads);
    return this.notebook.calls.length < 2 ? throwError(() => new Error('the stream broke')) : EMPTY;
  }
}

@Controller()
class OnPageFetched {
  @EventPattern<string>(pageFetched.topic)
  handle(): void {}
}

const stuckMessages = new ListedStuckMessages();
const logger = new ListedLogger();
let bus: InProcessBus;
let app: INestMicroservice;
let notebook: Notebook;

async function host(
  controllers: Type[],
  { service = 'reconciler', filter = true }: { service?: ServiceName; filter?: boolean } = {},
): Promise<void> {
  const testing = await Test.createTestingModule({ controllers, providers: [Notebook] }).compile();
  app = testing.createNestMicroservice({
    strategy: new BusTransport({ bus, service, catalog: messageCatalog }),
    logger: false,
  });
  if (filter) app.useGlobalFilters(new ErrorsReachTheBus());
  await app.listen();
  notebook = app.get(Notebook);
}

const payload = (n: number): RunRequested => ({
  ...runRequested.example,
  triggerId: `00000000-0000-7000-8000-00000000000${n}`,
});

beforeEach(() => {
  stuckMessages.list.length = 0;
  logger.lines.length = 0;
  bus = new InProcessBus({ stuckMessages, timers: new RealTimers(), logger, meter: new ListedMeter() });
});
afterEach(async () => {
  await app.close();
  await bus.stop();
});

describe('The bus transport', () => {
  it('gives a handler its payloads, up to the batch it asks for, with its dependencies injected', async () => {
    await bus.publish(runRequested, [1, 2, 3, 4].map(payload));
    await host([OnRunRequested]);
    await eventually('all arrived', () => notebook.calls.flat().length === 4);
    expect(notebook.calls).toEqual([[1, 2, 3].map(payload), [payload(4)]]);
  });

  it('makes a handler that fails fail towards the bus, with its own error', async () => {
    await host([OnRunRequested]);
    notebook.failures = 1;
    await bus.publish(runRequested, [payload(1)]);
    await eventually('it came again', () => notebook.calls.length === 2);
    expect(logger.lines).toContainEqual(
      expect.objectContaining({
        fields: expect.objectContaining({ code: 'system.database', error: 'the store is away' }) as unknown,
      }),
    );
  });

  it('makes a handler that fails fail also without the filter', async () => {
    await host([OnRunRequested], { filter: false });
    notebook.failures = 1;
    await bus.publish(runRequested, [payload(1)]);
    await eventually('it came again', () => notebook.calls.length === 2);
  });

  it('makes a stream that fails fail towards the bus', async () => {
    await host([OnRunRequestedAsStream]);
    await bus.publish(runRequested, [payload(1)]);
    await eventually('it came again', () => notebook.calls.length === 2);
  });

  it('stops the bus when the app closes', async () => {
    await host([OnRunRequested]);
    await app.close();
    await expect(bus.publish(runRequested, [payload(1)])).rejects.toThrow('stopped');
  });

  it('refuses to start a service that handles what is sent to others', async () => {
    await expect(host([OnPageFetched])).rejects.toThrow('is for ingestion');
  });

  it('refuses two handlers of one topic', async () => {
    await expect(host([OnRunRequested, OnRunRequestedAsStream])).rejects.toThrow('two handlers');
  });
});
