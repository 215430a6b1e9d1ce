import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { SyncError } from '@evenkeel/domain';
import { OtelTracing } from './otel-tracing.js';
import type { SamplerName } from './tracing-settings.js';

const CALLER = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const work = { name: 'work', kind: 'internal' } as const;

class Told {
  private readonly exporter = new InMemorySpanExporter();
  readonly tracing: OtelTracing;
  private spans: readonly ReadableSpan[] = [];

  constructor(sampler: SamplerName = 'parentbased_always_on') {
    const settings = { service: 'spec', instance: 'spec-1', sampler, ratio: 1 };
    // What it has is gone once it is shut down.
    jest.spyOn(this.exporter, 'shutdown').mockImplementation(async () => {
      this.spans = [...this.exporter.getFinishedSpans()];
    });
    this.tracing = OtelTracing.start(settings, this.exporter);
  }

  async stop(): Promise<readonly ReadableSpan[]> {
    await this.tracing.stop();
    return this.spans;
  }
}

it('follows a caller through a message to what is done for it elsewhere', async () => {
  const [here, there] = [new Told('parentbased_always_off'), new Told('parentbased_always_off')];
  const message = {};
  await here.tracing.within({ ...work, name: 'request', begins: true, follows: [CALLER] }, async () => {
    here.tracing.mark(message, here.tracing.current() ?? '');
  });
  const follows = [here.tracing.markOf(message) ?? ''];
  await there.tracing.within({ ...work, name: 'message', follows }, () =>
    there.tracing.within({ ...work, name: 'call' }, async () => undefined),
  );
  const [request] = await here.stop();
  const [call, handled] = await there.stop();
  expect([request, handled, call].map((span) => span?.spanContext().traceId)).toEqual(
    Array(3).fill('4bf92f3577b34da6a3ce929d0e0e4736'),
  );
  expect(request?.parentSpanContext?.spanId).toBe('00f067aa0ba902b7');
  expect(handled?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
  expect(call?.parentSpanContext?.spanId).toBe(handled?.spanContext().spanId);
});

it('begins no trace with what is only a part of one', async () => {
  const told = new Told();
  await told.tracing.within(work, async () => expect(told.tracing.current()).toBeUndefined());
  await told.tracing.within({ ...work, follows: ['nonsense', '00-0-0-01'] }, async () => undefined);
  expect(await told.stop()).toEqual([]);
});

it('tells of a round only where something followed from it', async () => {
  const told = new Told();
  const round = { ...work, begins: true, onlyIfFollowed: true } as const;
  await told.tracing.within({ ...round, name: 'idle' }, async () => undefined);
  await told.tracing.within({ ...round, name: 'busy' }, async () => void told.tracing.current());
  expect((await told.stop()).map(({ name }) => name)).toEqual(['busy']);
});

it('carries on nothing that is not sampled, so that nothing of it is written down', async () => {
  const told = new Told('always_off');
  await told.tracing.within({ ...work, begins: true }, async () => {
    expect(told.tracing.current()).toBeUndefined();
    expect(told.tracing.idsInLog()).toBeUndefined();
  });
  expect(await told.stop()).toEqual([]);
});

it('names what failed by its code: a message may hold what a provider said', async () => {
  const told = new Told();
  const failing = told.tracing.within({ ...work, begins: true }, async () => {
    throw new SyncError('provider.timeout', 'secret of ada@example.org');
  });
  await expect(failing).rejects.toThrow('secret');
  const [span] = await told.stop();
  expect(span?.attributes['error.type']).toBe('provider.timeout');
  expect(JSON.stringify([span?.status, span?.events, span?.attributes])).not.toContain('secret');
});

it('follows several messages that are handled together from the first, and names the others', async () => {
  const told = new Told();
  const other = CALLER.replace('4bf9', '5bf9');
  await told.tracing.within({ ...work, follows: [CALLER, other, CALLER] }, async () => undefined);
  const [span] = await told.stop();
  expect(span?.links.map(({ context }) => context.traceId)).toEqual(['5bf92f3577b34da6a3ce929d0e0e4736']);
});
