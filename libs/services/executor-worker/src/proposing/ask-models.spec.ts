import { UuidIds } from '@evenkeel/adapter-node-runtime';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { ListedMeter, newId, seedConflicted, someSaved, type ConflictedJob } from '@evenkeel/conformance';
import { DEFAULT_MODEL_BUDGET, DEFAULT_TENANT, decideConflict, type ModelQuestion } from '@evenkeel/domain';
import { CredentialSafe } from '@evenkeel/operations';
import {
  CredentialBox,
  ModelCaller,
  ServiceStore,
  type CalledModel,
  type ModelReply,
  type SavedConflict,
  type Transaction,
} from '@evenkeel/ports';
import { executorWorkerService } from '../index.js';
import { AskAboutConflict } from './ask-about-conflict.js';
import { AskModels } from './ask-models.sweep.js';
import { ProposalMetrics } from './proposal-metrics.js';

const START = new Date('2026-11-01T12:00:00.000Z');
const LEASE_MS = 300_000;
const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

class NoKeys extends CredentialBox {
  seal(): string {
    throw new Error('An executor seals nothing');
  }
  nameOf(): string {
    throw new Error('An executor names nothing');
  }
  open() {
    return {};
  }
}

/** A model that is sure of the provider's value, and thinks for as long as a test lets it. */
class ThinkingModel extends ModelCaller {
  asked = 0;
  thinks: (nth: number) => Promise<void> = () => Promise.resolve();

  async ask(_model: CalledModel, { fields }: ModelQuestion): Promise<ModelReply> {
    this.asked += 1;
    await this.thinks(this.asked);
    const answers = fields.map(({ key }) => [key, { choice: 'remote', confidence: 0.95, reason: 'newer' }]);
    const text = JSON.stringify({ fields: Object.fromEntries(answers) });
    return { kind: 'text', text, tokens: 100, calls: 1 };
  }
}

let now = START;
const database = testDatabase({ databaseClock: () => now });
let model: ThinkingModel;
let meter: ListedMeter;
let job: ConflictedJob;
let conflicts: readonly SavedConflict[];

/** Each is another process. */
function executor(): AskModels {
  const store = new ServiceStore(executorWorkerService, database.postgres.store);
  const safe = new CredentialSafe(new NoKeys());
  const metrics = new ProposalMetrics(meter);
  return new AskModels(store, new AskAboutConflict(store, model, safe, new UuidIds(), metrics));
}
const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => database.tenant.transaction(work);
const find = (at: number) => within((tx) => tx.conflicts.find(conflicts[at]!.id));
const states = async () => Promise.all(conflicts.map(async (_, at) => (await find(at))?.state));

async function open(ids: readonly string[]): Promise<void> {
  const conflictPolicy = { strategy: 'ai', ai: { applyAt: 0.9 } };
  job = await seedConflicted(database, ids, { conflictPolicy });
  conflicts = ids.map((id) => someSaved(job, id, { state: 'proposing', policy: 'ai' }));
  await within((tx) => tx.conflicts.save(conflicts));
}

beforeEach(async () => {
  await database.reset();
  now = START;
  [model, meter] = [new ThinkingModel(), new ListedMeter()];
  const where = { baseUrl: 'http://127.0.0.1:1/v1', name: 'small', timeoutMs: 1_000, revision: 1 };
  const stored = { id: newId(), tenantId: DEFAULT_TENANT, ...where, budget: DEFAULT_MODEL_BUDGET };
  await within((tx) => tx.models.save(stored, null));
});

it('executors that look at the same time ask about each conflict once', async () => {
  await open(IDS);
  await Promise.all([executor().run(), executor().run(), executor().run()]);
  await executor().run();
  expect(model.asked).toBe(IDS.length);
  expect(await states()).toEqual(IDS.map(() => 'resolved'));
  const { ofDay } = await within((tx) => tx.models.uses(null));
  expect(ofDay).toEqual({ calls: IDS.length, tokens: IDS.length * 100 });
});

it('what an executor had claimed when it ended is asked by another one, once its claim has run out', async () => {
  await open(['a']);
  await within((tx) => tx.proposals.claim(1, LEASE_MS));
  await executor().run();
  expect(model.asked).toBe(0);
  now = new Date(START.getTime() + LEASE_MS);
  await executor().run();
  expect([model.asked, await states()]).toEqual([1, ['resolved']]);
});

it('of two answers about one conflict the first decides, and both are counted', async () => {
  await open(['a']);
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  let isAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => (isAsked = resolve));
  model.thinks = (nth) => {
    if (nth > 1) return Promise.resolve();
    isAsked();
    return answered;
  };
  const slow = executor().run();
  await asked;
  now = new Date(START.getTime() + LEASE_MS);
  await executor().run();
  const decided = await find(0);
  expect(decided).toMatchObject({ state: 'resolved', revision: 2, decision: { by: 'model small' } });
  answer();
  await slow;
  expect(await find(0)).toEqual(decided);
  expect((await within((tx) => tx.models.uses(null))).ofDay).toMatchObject({ calls: 2, tokens: 200 });
});

it('an answer that comes after a person has decided changes nothing', async () => {
  await open(['a']);
  const choices = { revision: 1, fields: {}, others: 'local', by: 'ann', reason: null } as const;
  model.thinks = () =>
    within(async (tx) => {
      const { id, jobId, referenceId, history, ...conflict } = (await tx.conflicts.lock(conflicts[0]!.id))!;
      const decided = decideConflict(conflict, { ...choices, at: START.toISOString() });
      await tx.conflicts.save([{ id, jobId, referenceId, history, conflict: decided }]);
    });
  await executor().run();
  expect(await find(0)).toMatchObject({ state: 'resolved', decision: { by: 'ann' }, proposal: null });
});

it('a model that fails is asked again by whichever executor looks next, and not before its time', async () => {
  await open(['a']);
  model.thinks = (nth) => (nth === 1 ? Promise.reject(new Error('socket hang up')) : Promise.resolve());
  await executor().run();
  await Promise.all([executor().run(), executor().run()]);
  expect(model.asked).toBe(1);
  expect(await find(0)).toMatchObject({ state: expect.stringMatching(/proposing|open/) as string });
});
