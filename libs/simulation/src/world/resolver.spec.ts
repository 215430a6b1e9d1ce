import { Clock, Ids, part, type ServiceDefinition } from '@evenkeel/ports';
import { provide, Resolver } from './resolver.js';

class Settings {
  readonly most: number = 3;
}
class Counting {
  constructor(
    readonly clock: Clock,
    readonly settings: Settings,
  ) {}
}
class First {
  constructor(readonly counting: Counting) {}
}
class Second {
  constructor(
    readonly counting: Counting,
    readonly ids: Ids,
  ) {}
}

const service: ServiceDefinition = {
  name: 'scheduler',
  handlers: [],
  endpoints: [],
  parts: [
    part(First, Counting),
    part(Counting, Clock, Settings),
    part(Settings),
    part(Second, Counting, Ids),
  ],
  sweeps: [],
  repositories: [],
  systemRepositories: [],
};
const clock = { now: () => new Date(0) } as Clock;

describe('parts of services', () => {
  it('are built with what they need, one of each class', () => {
    const resolver = new Resolver([service], [provide(Clock, clock), provide(Ids, {} as Ids)]);
    const [first, second] = [resolver.get(First), resolver.get(Second)];
    expect(first.counting).toBe(second.counting);
    expect([first.counting.clock, first.counting.settings.most]).toEqual([clock, 3]);
  });

  it('take what is provided in place of what their service would build', () => {
    const fewer = Object.assign(new Settings(), { most: 1 });
    const resolver = new Resolver([service], [provide(Clock, clock), provide(Settings, fewer)]);
    expect(resolver.get(First).counting.settings).toBe(fewer);
  });

  it('say which class is missing', () => {
    const resolver = new Resolver([service], [provide(Clock, clock)]);
    expect(() => resolver.get(Second)).toThrow('A part needs Ids, which is neither provided nor a part');
  });
});
