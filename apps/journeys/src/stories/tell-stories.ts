import { surroundings } from '../kit/env.js';
import { installEngine } from '../kit/installation.js';
import { TraceReceiver } from '../kit/trace-receiver.js';
import { BRISK_CALLS } from '../kit/pushes-of.js';
import type { SharedEngine, Story } from './story.js';

/**
 * Starting and stopping seven processes and a broker takes longer than most stories do: these share them, in a folder of that name.
 * Without a broker there is none, and each story is skipped.
 */
export function tellStories(folder: string, stories: Readonly<Record<string, Story>>): void {
  let running: SharedEngine | undefined;

  function engine(): SharedEngine {
    if (running === undefined) throw new Error('The installation exists within tests and their hooks only');
    return running;
  }

  if (surroundings.hasKafka) {
    beforeAll(async () => {
      const traces = await TraceReceiver.start();
      const env = {
        ...BRISK_CALLS,
        KAFKA_FOREIGN_TOPICS: 'crm.*',
        OTEL_EXPORTER_OTLP_ENDPOINT: traces.url,
        // Only what a story follows.
        OTEL_TRACES_SAMPLER: 'parentbased_always_off',
      };
      const installed = await installEngine(folder, { env });
      const stop = async () => {
        await installed.stop();
        await traces.stop();
      };
      running = { ...installed, traces, stop };
    }, 240_000);
    afterAll(() => running?.stop(), 90_000);
  }
  for (const declare of Object.values(stories)) declare(engine);
}
