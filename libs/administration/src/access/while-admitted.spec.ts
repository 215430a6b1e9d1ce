import { whileAdmitted } from './while-admitted.js';

/** Each told so many milliseconds after the one before. */
async function heard(gapsMs: readonly number[], answers: readonly boolean[]) {
  let [nowMs, asked] = [0, 0];
  async function* told() {
    for (const [nth, gapMs] of gapsMs.entries()) {
      nowMs += gapMs;
      yield nth;
    }
  }
  const got: number[] = [];
  const isAdmitted = async () => answers[asked++] ?? false;
  for await (const each of whileAdmitted(told(), { now: () => nowMs, isAdmitted })) got.push(each);
  return { got, asked };
}

it('tells everything while its caller may hear it, and asks now and then', async () => {
  expect(await heard([1, 1, 9_000, 1_000, 1, 15_000], [true, true])).toEqual({
    got: [0, 1, 2, 3, 4, 5],
    asked: 2,
  });
});

it('ends before it tells what its caller may no longer hear', async () => {
  expect(await heard([1, 15_000, 1], [false])).toEqual({ got: [0], asked: 1 });
  expect(await heard([15_000, 15_000, 1], [true, false])).toEqual({ got: [0], asked: 2 });
});
