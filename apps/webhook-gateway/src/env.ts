import {
  readServiceSettings,
  readVariables,
  secretKeyVariables,
  type ServiceSettings,
} from '@evenkeel/hosting';

/** The environment of this process, parsed once. Throws `WrongEnvironment`. */
export function readSettings(): ServiceSettings {
  return readServiceSettings('webhook-gateway', process.env);
}

/** The master key, for the command that derives the gateway's key from it. Throws `WrongEnvironment`. */
export function readMasterKey(): string {
  return readVariables(secretKeyVariables, process.env).EVENKEEL_SECRET_KEY;
}
