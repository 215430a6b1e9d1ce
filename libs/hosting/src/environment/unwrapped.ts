import { holdsWrapped, KeyCommandFailure, unwrapKeys, wrapKey } from '@evenkeel/adapter-secrets';
import { keyCommandVariables } from './key-fragments.js';
import { readVariables, WrongEnvironment, type Environment } from './variables.js';

const KEY_VARIABLES = ['EVENKEEL_SECRET_KEY', 'EVENKEEL_WEBHOOK_KEY', 'EVENKEEL_RECORD_KEY'] as const;

/** The environment with its keys as they are: those that an external key service wrapped are asked for. Throws {@link WrongEnvironment}. */
export function unwrapped(environment: Environment): Environment {
  const wrapped = KEY_VARIABLES.filter((name) => holdsWrapped(environment[name] ?? ''));
  if (wrapped.length === 0) return environment;
  const command = commandOf(environment, `${wrapped.join(', ')} holds wrapped keys`);
  return asking(() => {
    const keys: Environment = Object.fromEntries(
      wrapped.map((name) => [name, unwrapKeys(environment[name]!, command)] as const),
    );
    return { ...environment, ...keys };
  });
}

/** Keys as the external key service wraps them. Throws {@link WrongEnvironment}. */
export function wrapKeys(keys: readonly string[], environment: Environment): readonly string[] {
  const command = commandOf(environment, 'keys are to be wrapped');
  return asking(() => keys.map((key) => wrapKey(key, command)));
}

function commandOf(environment: Environment, why: string): string {
  const { EVENKEEL_KEY_COMMAND: command } = readVariables(keyCommandVariables, environment);
  if (command === undefined) throw wrong(`is missing, and ${why}`);
  return command;
}

function asking<Answer>(ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    throw error instanceof KeyCommandFailure ? wrong(error.message) : error;
  }
}

function wrong(message: string): WrongEnvironment {
  const { remedy } = keyCommandVariables.EVENKEEL_KEY_COMMAND;
  return new WrongEnvironment([{ name: 'EVENKEEL_KEY_COMMAND', message, remedy }]);
}
