import { operationList } from '@evenkeel/contracts-admin';
import { describeApi } from '@evenkeel/service-admin';
import { checkAnswer } from '@evenkeel/service-admin/testing';
import * as fc from 'fast-check';
import { fuzzSettings } from './testing/env.js';
import { requestsOf, type FuzzRequest } from './testing/fuzz-requests.js';
import { startFuzzWorld } from './testing/fuzz-world.js';
import { sendRaw } from './testing/send-raw.js';

const { cases = 600, seed } = fuzzSettings();
jest.setTimeout(60_000 + cases * 100);
const world = startFuzzWorld();
const document = describeApi();

/** Requests of one round: then what they are about is made anew. */
const OF_A_ROUND = 200;

/** Operations and statuses that were answered, with how often. */
const answered = new Map<string, number>();

async function send(asked: FuzzRequest): Promise<void> {
  const { method, target } = asked;
  const answer = await sendRaw(world.url, asked);
  const told = () => `${method} ${target} ${JSON.stringify(asked.headers)} ${asked.body?.slice(0, 500)}`;
  const key = `${asked.id} ${answer.status}`;
  answered.set(key, (answered.get(key) ?? 0) + 1);
  try {
    checkAnswer({ ...answer, method, path: target.split('?', 1)[0] ?? '' });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${told()}`, { cause: error });
  }
  // What a provider did is declared; what we did ourselves never is what a caller should see.
  if (answer.status >= 500 && !answer.text.includes('"code":"provider.'))
    throw new Error(`${told()}: ${answer.text}`);
}

it('answers every request as the document says, and never with an error of ours', async () => {
  for (let round = 0; round * OF_A_ROUND < cases; round++) {
    const targets = await world.refill();
    const requests = fc.oneof(...operationList.map((operation) => requestsOf(operation, document, targets)));
    await fc.assert(fc.asyncProperty(requests, send), {
      numRuns: Math.min(OF_A_ROUND, cases - round * OF_A_ROUND),
      ...(seed === undefined ? {} : { seed: seed + round }),
      endOnFailure: cases > 1000,
    });
  }
  // What never gets past the first look would prove little.
  const done = new Set(
    [...answered.keys()].filter((key) => / 20\d$/.test(key)).map((key) => key.split(' ')[0]),
  );
  expect(done.size).toBeGreaterThan(cases >= 400 ? 25 : 0);
  if (cases > 1000)
    console.log(
      [...answered]
        .sort()
        .map(([key, count]) => `${key}: ${count}`)
        .join('\n'),
    );
});
