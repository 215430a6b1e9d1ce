import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../json.js';
import { compileConflictPolicy } from './compile-conflict-policy.js';
import { rounded } from './testing/rounding-provider.js';
import { type Overwritten, TwoWayWorld, type WorldWatch } from './testing/two-way-world.js';

const FIELDS = ['a', 'b'] as const;
type Side = Overwritten['side'];

const fields = fc.constantFrom(...FIELDS);
const listing = fc.option(fc.subarray([...FIELDS]), { nil: undefined });
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom<Side[]>('local', 'remote'), field: fields }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('remap' as const), field: fields }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('run' as const),
        summaryWithout: listing,
        meanwhile: fc.option(fields, { nil: undefined }),
        crash: fc.option(fc.constantFrom('before_push' as const, 'before_answer' as const), {
          nil: undefined,
        }),
      }),
    },
  ),
  { maxLength: 15 },
);

/** Values are not written over before the other side had them, in the form that the provider gives them. */
class NothingIsLost implements WorldWatch {
  readonly lost: Overwritten[] = [];
  private readonly had = { local: new Set<string>(), remote: new Set<string>() };

  change(local: JsonObject, remote: JsonObject): void {
    for (const [field, value] of Object.entries(local)) this.had.local.add(textOf(field, value));
    for (const [field, value] of Object.entries(remote)) this.had.remote.add(textOf(field, value));
  }

  overwrite(overwritten: Overwritten): void {
    const { side, field, value } = overwritten;
    const other = side === 'local' ? this.had.remote : this.had.local;
    if (value !== undefined && !other.has(textOf(field, value))) this.lost.push(overwritten);
  }
}

const textOf = (field: string, value: JsonValue) => `${field}=${JSON.stringify(rounded(value))}`;

describe('what a person wrote on one side', () => {
  it.each([
    ['manual', true],
    ['manual', false],
    ['ai', true],
    ['merge', false],
  ] as const)(
    'is never written over by the engine before the other side had it: %s, with a body in the answer: %s',
    (strategy, answersWithBody) => {
      const policy = compileConflictPolicy({ strategy }, { hasTimes: false });
      fc.assert(
        fc.property(steps, (all) => {
          const start = { a: 'a', b: 'b' };
          const watch = new NothingIsLost();
          watch.change(start, start);
          const rules = { policy, answersWithBody, hasVersions: true, watch };
          const world = new TwoWayWorld(start, start, rules);
          let count = 0;
          // No two values are alike, and the provider trims each of them.
          const next = () => `${(count += 1)} `;
          for (const step of all) {
            if (step.kind === 'remap') world.remap([step.field]);
            else if (step.kind !== 'run') world.edit(step.kind, step.field, next());
            else world.run({ ...step, meanwhile: step.meanwhile && [step.meanwhile, next()] });
          }
          expect(watch.lost).toEqual([]);
        }),
        { numRuns: 1_000 },
      );
    },
  );
});
