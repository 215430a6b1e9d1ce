import { readStandaloneSettings, type StandaloneSettings } from '@evenkeel/hosting';

/** The environment of this process, parsed once. Throws `WrongEnvironment`. */
export function readSettings(): StandaloneSettings {
  return readStandaloneSettings(process.env);
}
