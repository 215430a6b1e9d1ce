import { DEFAULT_WINDOWS, settingsInForce, type EngineSettingValues } from '@evenkeel/domain';
import {
  Sweep,
  type Capacity,
  type Logger,
  type Retention,
  type SetSetting,
  type Windows,
} from '@evenkeel/ports';
import { DEFAULT_CAPACITY, DEFAULT_RETENTION, type PlatformSettings } from '../platform/platform-settings.js';

export interface EngineSettingsSource {
  /** What people set while the engine runs. */
  engineSettings(): Promise<readonly SetSetting[]>;
}

export interface AdjustableLog extends Logger {
  setLevel(level: EngineSettingValues['LOG_LEVEL']): void;
}

/**
 * What people may change while the engine runs, as it is now: asked for anew every two seconds, so that it holds within five on every
 * replica. While the database is away what was known last goes on holding.
 */
export class FollowEngineSettings extends Sweep {
  readonly everyMs = 2_000;
  private readonly ofEnvironment: EngineSettingValues;
  private readonly callTimeoutMs: number | undefined;
  private now: EngineSettingValues;
  private refused = new Set<string>();

  constructor(
    settings: PlatformSettings,
    private readonly source: EngineSettingsSource,
    private readonly log: AdjustableLog,
  ) {
    super();
    this.ofEnvironment = valuesOf(settings);
    this.now = this.ofEnvironment;
    this.callTimeoutMs = settings.callTimeoutMs;
  }

  async run(): Promise<void> {
    const set = new Map((await this.source.engineSettings()).map(({ name, value }) => [name, value]));
    const refused = new Set<string>();
    const next = settingsInForce(this.ofEnvironment, set, (name) => refused.add(name));
    this.tell(next, refused);
    if (next.LOG_LEVEL !== this.now.LOG_LEVEL) this.log.setLevel(next.LOG_LEVEL);
    this.now = next;
    this.refused = refused;
  }

  get windows(): Windows {
    return viewOf({
      perExecution: () => ({
        primary: this.now.DISPATCH_PER_EXECUTION,
        enterprise: this.now.DISPATCH_PER_PACED_EXECUTION,
      }),
      perConnection: () => this.now.DISPATCH_PER_CONNECTION,
      perTenant: () => this.now.DISPATCH_PER_TENANT,
    });
  }

  get capacity(): Capacity {
    const { callTimeoutMs } = this;
    const live = viewOf({
      chunks: () => this.now.EXECUTOR_CONCURRENCY,
      reserved: () => this.now.EXECUTOR_RESERVED,
    });
    return callTimeoutMs === undefined ? live : Object.assign(live, { callTimeoutMs });
  }

  get retention(): Retention {
    return viewOf({
      runDays: () => this.now.RETENTION_RUN_DAYS,
      changeDays: () => this.now.RETENTION_CHANGE_DAYS,
      resolvedFailureDays: () => this.now.RETENTION_RESOLVED_FAILURE_DAYS,
      errorLogDays: () => this.now.RETENTION_ERROR_LOG_DAYS,
      eventDays: () => this.now.RETENTION_EVENT_DAYS,
      triggerMessageDays: () => this.now.RETENTION_TRIGGER_MESSAGE_DAYS,
      deliveryDays: () => this.now.RETENTION_DELIVERY_DAYS,
      auditDays: () => this.now.RETENTION_AUDIT_DAYS,
    });
  }

  private tell(next: EngineSettingValues, refused: ReadonlySet<string>): void {
    for (const name of refused)
      if (!this.refused.has(name))
        this.log.warn('a setting of the engine has a value that this release does not take', { name });
    for (const [name, value] of Object.entries(next)) {
      const before = this.now[name as keyof EngineSettingValues];
      if (value !== before) this.log.info('setting changed', { name, before, value });
    }
  }
}

/** Properties that are read anew each time. */
function viewOf<Values extends object>(read: {
  readonly [Name in keyof Values]: () => Values[Name];
}): Values {
  const properties = Object.entries<() => unknown>(read).map(([name, get]): [string, PropertyDescriptor] => [
    name,
    { get, enumerable: true },
  ]);
  return Object.defineProperties({}, Object.fromEntries(properties)) as Values;
}

function valuesOf(settings: PlatformSettings): EngineSettingValues {
  const { windows = DEFAULT_WINDOWS, capacity = DEFAULT_CAPACITY, retention = DEFAULT_RETENTION } = settings;
  return {
    DISPATCH_PER_EXECUTION: windows.perExecution.primary,
    DISPATCH_PER_PACED_EXECUTION: windows.perExecution.enterprise,
    DISPATCH_PER_CONNECTION: windows.perConnection,
    DISPATCH_PER_TENANT: windows.perTenant,
    EXECUTOR_CONCURRENCY: capacity.chunks,
    EXECUTOR_RESERVED: capacity.reserved,
    RETENTION_RUN_DAYS: retention.runDays,
    RETENTION_CHANGE_DAYS: retention.changeDays,
    RETENTION_RESOLVED_FAILURE_DAYS: retention.resolvedFailureDays,
    RETENTION_ERROR_LOG_DAYS: retention.errorLogDays,
    RETENTION_EVENT_DAYS: retention.eventDays,
    RETENTION_TRIGGER_MESSAGE_DAYS: retention.triggerMessageDays,
    RETENTION_DELIVERY_DAYS: retention.deliveryDays,
    RETENTION_AUDIT_DAYS: retention.auditDays,
    LOG_LEVEL: settings.log.level,
  };
}
