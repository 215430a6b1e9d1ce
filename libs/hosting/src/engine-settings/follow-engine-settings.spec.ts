import type { LogFields, SetSetting } from '@evenkeel/ports';
import { testPlatformSettings } from '../testing/test-platform.js';
import { FollowEngineSettings } from './follow-engine-settings.sweep.js';

const settings = testPlatformSettings('coordinator', 'postgres://nowhere');

class Followed {
  set: readonly SetSetting[] | Error = [];
  readonly lines: string[] = [];
  readonly levels: string[] = [];
  readonly following = new FollowEngineSettings(
    settings,
    {
      engineSettings: async () => {
        if (this.set instanceof Error) throw this.set;
        return this.set;
      },
    },
    {
      setLevel: (level) => void this.levels.push(level),
      ...Object.fromEntries(
        ['debug', 'info', 'warn', 'error'].map((kind) => [
          kind,
          (message: string, fields: LogFields) =>
            void this.lines.push(`${kind} ${message} ${JSON.stringify(fields)}`),
        ]),
      ),
    } as ConstructorParameters<typeof FollowEngineSettings>[2],
  );

  async people(...given: readonly (readonly [string, unknown])[]): Promise<void> {
    this.set = given.map(([name, value]) => ({ name, value, actor: 'ada', changedAt: new Date() }));
    await this.following.run();
  }
}

it('shows what holds now through views that were handed out before', async () => {
  const followed = new Followed();
  const { windows, retention, capacity } = followed.following;
  expect([
    windows.perConnection,
    windows.perExecution.enterprise,
    retention.eventDays,
    capacity.chunks,
  ]).toEqual([64, 4, 7, 10]);
  await followed.people(
    ['DISPATCH_PER_CONNECTION', 3],
    ['DISPATCH_PER_PACED_EXECUTION', 1],
    ['RETENTION_EVENT_DAYS', 90],
    ['EXECUTOR_CONCURRENCY', 20],
  );
  expect([
    windows.perConnection,
    windows.perExecution.enterprise,
    retention.eventDays,
    capacity.chunks,
  ]).toEqual([3, 1, 90, 20]);
  await followed.people();
  expect([
    windows.perConnection,
    windows.perExecution.enterprise,
    retention.eventDays,
    capacity.chunks,
  ]).toEqual([64, 4, 7, 10]);
});

it('goes on with what it knew while the database is away', async () => {
  const followed = new Followed();
  await followed.people(['DISPATCH_PER_TENANT', 5]);
  followed.set = new Error('the database is away');
  await expect(followed.following.run()).rejects.toThrow('away');
  expect(followed.following.windows.perTenant).toBe(5);
});

it('sets the level of the log, and back to that of the environment', async () => {
  const followed = new Followed();
  await followed.people(['LOG_LEVEL', 'debug']);
  await followed.people(['LOG_LEVEL', 'debug']);
  await followed.people();
  expect(followed.levels).toEqual(['debug', 'error']);
  expect(followed.lines).toContain(
    'info setting changed {"name":"LOG_LEVEL","before":"error","value":"debug"}',
  );
});

it('says once of a value of another release that it does not take it', async () => {
  const followed = new Followed();
  await followed.people(['DISPATCH_PER_TENANT', 1_000_000], ['SOMETHING_NEW', true]);
  await followed.people(['DISPATCH_PER_TENANT', 1_000_000], ['SOMETHING_NEW', true]);
  expect(followed.following.windows.perTenant).toBe(256);
  expect(followed.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
});
