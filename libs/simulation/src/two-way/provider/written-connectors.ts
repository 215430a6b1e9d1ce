import { describeProblem, SyncError, type WriteResult } from '@evenkeel/domain';
import {
  Connector,
  Connectors,
  type ConnectorSession,
  type ConnectorStream,
  type StreamWrites,
  type Timers,
  type WriteRequest,
} from '@evenkeel/ports';
import type { SeededRandom } from '../../world/seeded-random.js';
import type { TwoWayProfile } from '../two-way-profile.js';
import { streamsOf } from '../two-way-job.js';
import type { WrittenProvider } from './written-provider.js';

/** What becomes of a stream before the engine has it. */
export type AlterStream = (stream: ConnectorStream) => ConnectorStream;

interface Line {
  readonly provider: WrittenProvider;
  readonly timers: Timers;
  readonly random: SeededRandom;
}

/** Asks the provider over a line whose latency the scheduler decides. */
class WrittenConnector extends Connector {
  readonly name = 'scripted';

  constructor(
    private readonly line: Line,
    private readonly profile: TwoWayProfile,
    private readonly alter: AlterStream,
  ) {
    super();
  }

  validate(): void {}

  destinations() {
    return {};
  }

  open(): ConnectorSession {
    const streams = streamsOf(this.profile).map((name) =>
      this.alter(streamOf(this.line, this.profile, name)),
    );
    return {
      check: async () => undefined,
      discover: async () => streams,
      stream: async (name) => streams.find(({ description }) => description.name === name) ?? streams[0]!,
    };
  }
}

function streamOf(line: Line, { writing, pageSize }: TwoWayProfile, name: string): ConnectorStream {
  const { provider } = line;
  return {
    description: {
      name,
      pageSize,
      incremental: true,
      listing: 'stable',
      sameShape: true,
      hasTimes: true,
    },
    readPage: async (request) => {
      const askedAtMs = provider.now();
      await travel(line);
      return provider.records.page(request, askedAtMs, name);
    },
    ...(writing.readsOne && {
      readOne: async (externalId: string) => {
        await travel(line);
        return provider.records.one(externalId);
      },
    }),
    writes: writesOf(line, writing, name),
  };
}

function writesOf(line: Line, writing: TwoWayProfile['writing'], stream: string): StreamWrites {
  const { batchSize: create, isAllOrNothing, update, keyLifetimeSeconds, checksVersion, lookUp } = writing;
  const { answers } = writing;
  return {
    abilities: {
      batchSizes: { create, update: create, delete: create },
      ...{ isAllOrNothing, update, keyLifetimeSeconds, checksVersion, lookUp, answers },
    },
    write: (request) => write(line, request, stream),
    ...(lookUp !== null && {
      lookUp: async (operation) => {
        await travel(line);
        return line.provider.records.lookUp(operation, stream);
      },
    }),
  };
}

async function write(line: Line, request: WriteRequest, stream: string): Promise<readonly WriteResult[]> {
  const { provider, timers, random } = line;
  await travel(line);
  const fate = provider.drawFate(random);
  if (fate === 'refused') throw new SyncError('provider.unreachable', 'No connection could be made');
  const answer = fate === 'late' || fate === 'lost' ? undefined : provider.write(request, stream);
  await timers.sleep(provider.latencyMs(random));
  if (fate === 'late') provider.writeLate(request, random, stream);
  return fate === 'answered' && answer !== undefined ? answer : request.operations.map(inDoubt);
}

function inDoubt(): WriteResult {
  const error = new SyncError('provider.unreachable', 'The connection was reset', { isInDoubt: true });
  return { kind: 'failed', isApplied: 'unknown', problem: describeProblem(error) };
}

/** As the guarded caller does: it waits out what is short, and asks again. */
async function travel({ provider, timers, random }: Line): Promise<void> {
  await timers.sleep(provider.latencyMs(random));
  for (let ms = provider.waitMs(random); ms > 0; ms = provider.waitMs(random)) await timers.sleep(ms);
  provider.answer();
}

/** The only connector that a process of a world knows which writes. */
export class WrittenConnectors extends Connectors {
  private readonly connector: Connector;

  constructor(line: Line, profile: TwoWayProfile, alter: AlterStream = (stream) => stream) {
    super();
    this.connector = new WrittenConnector(line, profile, alter);
  }

  named(): Connector {
    return this.connector;
  }
}
