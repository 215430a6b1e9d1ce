import { readServiceSettings, type ServiceSettings } from '@evenkeel/hosting';

/** The environment of this process, parsed once. Throws `WrongEnvironment`. */
export function readSettings(): ServiceSettings {
  return readServiceSettings('ingestion', process.env);
}
