import type { EngineSettingList, RequestOf } from '@evenkeel/contracts-admin';
import {
  ENGINE_SETTING_NAMES,
  ENGINE_SETTINGS,
  findSettingProblems,
  isEngineSetting,
  remedyOf,
  type EngineSetting,
  type EngineSettingName,
} from '@evenkeel/domain';
import { Logger, Store, type SetSetting } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { InvalidRequest } from '../invalid-request.js';

/** Settings of the whole engine that change while it runs: rows that every process reads again every two seconds. */
export class ManageEngineSettings {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  show(): Promise<EngineSettingList> {
    return this.store.system.transaction(async (tx) => listOf(await tx.engine.settings()));
  }

  /** Rejects with `request.invalid` where one of them is no setting or has a wrong value; then none is taken. */
  change({ actor }: Caller, { settings }: RequestOf<'changeEngineSettings'>): Promise<EngineSettingList> {
    const problems = findSettingProblems(settings);
    if (problems.length > 0)
      throw new InvalidRequest(problems.map(({ name, message }) => ({ path: `settings.${name}`, message })));
    return this.store.system.transaction(async (tx) => {
      for (const [name, value] of Object.entries(settings)) {
        if (!isEngineSetting(name)) continue;
        await (value === null ? tx.engine.clearSetting(name) : tx.engine.saveSetting(name, value, actor));
      }
      this.log.info('settings of the engine changed', { actor, settings });
      return listOf(await tx.engine.settings());
    });
  }
}

function listOf(set: readonly SetSetting[]): EngineSettingList {
  const byName = new Map(set.map((setting) => [setting.name, setting]));
  return { items: ENGINE_SETTING_NAMES.map((name) => viewOf(name, byName.get(name))) };
}

function viewOf(name: EngineSettingName, set: SetSetting | undefined): EngineSettingList['items'][number] {
  const setting: EngineSetting = ENGINE_SETTINGS[name];
  return {
    name,
    meaning: setting.meaning,
    allowed: remedyOf(setting),
    value: set === undefined ? null : (set.value as string | number),
    initial: setting.initial ?? null,
    actor: set?.actor ?? null,
    changedAt: set?.changedAt.toISOString() ?? null,
  };
}
