import {
  readServiceSettings,
  readVariables,
  secretKeyVariables,
  unwrapped,
  wrapKeys,
  type ServiceSettings,
} from '@evenkeel/hosting';

/** The environment of this process, parsed once. Throws `WrongEnvironment`. */
export function readSettings(): ServiceSettings {
  return readServiceSettings('webhook-gateway', process.env);
}

/** The master keys, for the command that derives others from them. Throws `WrongEnvironment`. */
export function readMasterKeys(): readonly string[] {
  return readVariables(secretKeyVariables, unwrapped(process.env)).EVENKEEL_SECRET_KEY;
}

/** As the external key service of the environment wraps them. Throws `WrongEnvironment`. */
export function wrappedHere(keys: readonly string[]): readonly string[] {
  return wrapKeys(keys, process.env);
}
