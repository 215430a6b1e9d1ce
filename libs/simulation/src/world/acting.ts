import { AsyncLocalStorage } from 'node:async_hooks';

const acting = new AsyncLocalStorage<string>();

/** Runs work of the engine under the name of the handler or sweep whose it is. */
export function actingAs<T>(name: string, work: () => Promise<T>): Promise<T> {
  return acting.run(name, work);
}

/** The handler or sweep whose work this is; undefined outside of them. */
export function whoActs(): string | undefined {
  return acting.getStore();
}
