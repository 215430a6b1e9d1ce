import { rm } from 'node:fs/promises';
import { NodeTimers, SystemClock, Sha256Digest, UuidIds } from '@evenkeel/adapter-node-runtime';
import { createPostgres, EmbeddedPostgres } from '@evenkeel/adapter-postgres';
import { AesPayloadBox, HmacKeyedDigest, KeptKeys } from '@evenkeel/adapter-secrets';
import { ListedMeter, seedJob, someChunk, someExecution } from '@evenkeel/conformance';
import type { PageFetched } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, parseJson, type Job, type JsonObject, type SchemaPolicy } from '@evenkeel/domain';
import { RecordChecks, RecordSecrets } from '@evenkeel/operations';
import { ServiceStore, type Store } from '@evenkeel/ports';
import {
  ApplyContexts,
  ApplyPages,
  ApplyPushes,
  BulkPlaces,
  ChooseMode,
  IngestionMetrics,
  ingestionService,
  OnPageFetched,
  StreamShapes,
} from '@evenkeel/service-ingestion';
import { journeyFolder } from '../kit/repository.js';
import { productPages } from './floor/products.js';

const RECORDS = 20_000;
const KEY = Buffer.alloc(32, 7).toString('base64');
const KEPT = new KeptKeys({ record: [KEY] });
const WARM_UP = 3;
const ROUNDS = 25;
/** So few that there are many turns: their median is steady also where the machine is busy. */
export const PAGES_AT_ONCE = 5;

export const TEXTS = productPages(RECORDS);

/** `blind`: without looking at what records look like. */
const KINDS = ['blind', 'evolve', 'stop'] as const;
type Kind = (typeof KINDS)[number];
/** Seconds that applying the same unchanged records took. */
export type Turn = Readonly<Record<Kind, number>>;

class Blind extends StreamShapes {
  override look(): undefined {
    return undefined;
  }
}

/** Applies the same unchanged products with and without looking at their shape, in turn, on a database that nothing else uses. */
export async function measureShape(): Promise<readonly Turn[]> {
  const folder = journeyFolder('bench-shape');
  const server = await EmbeddedPostgres.start({ dataDir: folder, fsync: false });
  const postgres = createPostgres({ url: server.url, poolSize: 4 });
  try {
    await postgres.migrate();
    return await measure(postgres.store);
  } finally {
    await postgres.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(store: Store): Promise<readonly Turn[]> {
  const jobs = { evolve: await addJob(store, 'evolve'), stop: await addJob(store, 'stop') };
  const appliers: Readonly<Record<Kind, Applier>> = {
    blind: applier(store, jobs.evolve, new Blind()),
    evolve: applier(store, jobs.evolve, new StreamShapes()),
    stop: applier(store, jobs.stop, new StreamShapes()),
  };
  // First the records are made, then all is warm.
  for (let round = 0; round < WARM_UP; round += 1) await applyInTurn(appliers);
  const turns: Turn[] = [];
  for (let round = 0; round < ROUNDS; round += 1) turns.push(...(await applyInTurn(appliers)));
  return turns;
}

/** A few pages of each kind, then the next few, so that whatever else the machine does hits all of them alike. */
async function applyInTurn(appliers: Readonly<Record<Kind, Applier>>): Promise<readonly Turn[]> {
  const begun = {
    blind: await appliers.blind.begin(),
    evolve: await appliers.evolve.begin(),
    stop: await appliers.stop.begin(),
  };
  const turns: Turn[] = [];
  for (let at = 0; at < TEXTS.length; at += PAGES_AT_ONCE) {
    const seconds = { blind: 0, evolve: 0, stop: 0 };
    // Not always in the same order: what comes first pays for what was left by the last.
    const first = (at / PAGES_AT_ONCE) % KINDS.length;
    for (const kind of [...KINDS.slice(first), ...KINDS.slice(0, first)]) {
      seconds[kind] = await appliers[kind].apply(begun[kind], at);
    }
    turns.push(seconds);
  }
  return turns;
}

export interface Applier {
  /** An execution of its own. */
  begin(): Promise<Begun>;
  /** Gives the seconds that it took. */
  apply(begun: Begun, from: number): Promise<number>;
}

export async function addJob(store: Store, schemaPolicy: SchemaPolicy): Promise<Job> {
  const { job } = await seedJob(store.of(DEFAULT_TENANT), {
    schemaPolicy,
    recordType: `product ${schemaPolicy}`,
  });
  return job;
}

export function applier(store: Store, job: Job, shapes: StreamShapes): Applier {
  const own = new ServiceStore(ingestionService, store);
  const secrets = new RecordSecrets(
    new HmacKeyedDigest(KEPT.derived('digest').key),
    new AesPayloadBox(KEPT.derived('payload')),
  );
  const kept = [new RecordChecks(), secrets] as const;
  const contexts = new ApplyContexts(own, new Sha256Digest(), new UuidIds(), ...kept);
  const metrics = new IngestionMetrics(new ListedMeter(), new SystemClock());
  const pages = new ApplyPages(contexts, new ChooseMode(), shapes, new NodeTimers(), metrics);
  const handler = new OnPageFetched(pages, new BulkPlaces(), new ApplyPushes(contexts, metrics));
  return {
    begin: () => begin(store, job),
    apply: async (begun, from) => {
      const some = TEXTS.slice(from, from + PAGES_AT_ONCE).map((text, nth) =>
        pageOf(begun, from + nth, text),
      );
      const started = performance.now();
      await handler.handle(some);
      return (performance.now() - started) / 1000;
    },
  };
}

type Begun = Pick<PageFetched, 'executionId' | 'chunkId' | 'epoch' | 'attempt'>;

async function begin(store: Store, job: Job): Promise<Begun> {
  const { id: executionId, ...execution } = someExecution(job.id, { lane: 'single' });
  const { id: chunkId, ...planned } = someChunk(executionId, { slice: { kind: 'whole' } });
  await store.of(DEFAULT_TENANT).transaction(async (tx) => {
    await tx.executions.insert({ ...execution, id: executionId });
    await tx.chunks.insert([{ ...planned, id: chunkId }]);
  });
  const claim = await store.system.transaction(async (tx) => {
    await tx.chunkQueue.assign([chunkId]);
    return tx.chunkQueue.claim(chunkId, 'bench', 600_000);
  });
  const { epoch, attempt } = claim!.chunk;
  return { executionId, chunkId, epoch, attempt };
}

/** Parsed just before it is applied, as it would be: the rest of a listing is not in memory. */
function pageOf(begun: Begun, pageNo: number, text: string): PageFetched {
  return {
    ...begun,
    ...{ tenantId: DEFAULT_TENANT, pageNo, observedAt: new Date().toISOString(), bound: null },
    cursorIn: pageNo === 0 ? null : `page-${pageNo}`,
    cursorOut: pageNo + 1 === TEXTS.length ? null : `page-${pageNo + 1}`,
    records: recordsOf(text),
  };
}

function recordsOf(text: string): PageFetched['records'] {
  const { data } = parseJson(text) as { readonly data: readonly JsonObject[] };
  return data.map((each) => ({
    externalId: each['id'] as string,
    version: null,
    modifiedAt: null,
    data: each,
  }));
}
