import fc from 'fast-check';
import { orderJobs, type DependentJob } from './order-jobs.js';

const job = (id: string, ...dependsOn: string[]): DependentJob => ({
  id,
  name: id,
  definition: { dependsOn },
});
const ids = (jobs: readonly DependentJob[]) => jobs.map(({ id }) => id);

describe('orderJobs', () => {
  it('puts each job behind those that it depends on, and leaves the others where they are', () => {
    expect(
      ids(orderJobs([job('lines', 'orders'), job('orders', 'customers'), job('customers'), job('a')])),
    ).toEqual(['customers', 'orders', 'lines', 'a']);
  });

  it('does not ask for jobs that are not among them', () => {
    expect(ids(orderJobs([job('orders', 'elsewhere')]))).toEqual(['orders']);
  });

  it('names the jobs that depend on each other', () => {
    expect(() => orderJobs([job('x', 'a'), job('a', 'b'), job('b', 'c'), job('c', 'a')])).toThrow(
      expect.objectContaining({
        code: 'config.dependency_cycle',
        message: 'Jobs depend on each other: a -> b -> c -> a',
      }) as Error,
    );
    expect(() => orderJobs([job('a', 'a')])).toThrow('a -> a');
  });

  it('comes to an end by visiting each job once, however many ways lead to it', () => {
    const layers = Array.from({ length: 40 }, (_, n) => n);
    const both = (n: number) => (n === 0 ? [] : [`a${n - 1}`, `b${n - 1}`]);
    const jobs = layers.toReversed().flatMap((n) => [job(`a${n}`, ...both(n)), job(`b${n}`, ...both(n))]);
    expect(ids(orderJobs(jobs)).slice(0, 2)).toEqual(['a0', 'b0']);
  });

  it('orders whatever has no cycle', () => {
    const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 30 });
    fc.assert(
      fc.property(
        edges,
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 }),
        (drawn, order) => {
          // From a higher number to a lower one only: that cannot be a cycle.
          const needs = (n: number) =>
            drawn.filter(([from, to]) => from === n && to < n).map(([, to]) => String(to));
          const jobs = order.map((n) => job(String(n), ...needs(n)));
          const ordered = ids(orderJobs(jobs));
          for (const { id, definition } of jobs)
            for (const needed of definition.dependsOn)
              expect(ordered.indexOf(needed)).toBeLessThan(ordered.indexOf(id));
          expect([...ordered].sort()).toEqual(ids(jobs).sort());
        },
      ),
    );
  });
});
