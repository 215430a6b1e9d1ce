import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { setTimeout as sleep } from 'node:timers/promises';
import type { components, paths } from './api.js';

export type Api = Client<paths>;
export type Execution = components['schemas']['Execution'];
type Problem = components['schemas']['Problem'];
type Trigger = components['schemas']['Trigger'];

/** Each operation that was called, as the document names it: method and path. */
export const called = new Set<string>();

const remembers: Middleware = {
  onRequest: ({ request, schemaPath }) => {
    called.add(`${request.method} ${schemaPath}`);
    return undefined;
  },
};

export function connect(baseUrl: string): Api {
  const api = createClient<paths>({ baseUrl, headers: { 'evenkeel-actor': 'strict client' } });
  api.use(remembers);
  return api;
}

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** What the operation answers. Rejects with what it was refused for. */
export async function given<Data>(asked: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await asked;
  if (data !== undefined) return data;
  throw new Error(`${response.url} answered ${response.status}: ${JSON.stringify(error)}`);
}

/** The problem that it is refused with. */
export async function refusal(asked: Promise<{ readonly error?: Problem }>): Promise<Problem> {
  const { error } = await asked;
  if (error === undefined) throw new Error('It was not refused');
  return error;
}

export function expect(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`Not so: ${what}`);
}

/** The first of a list that has to have one. */
export function first<Item>({ items }: { readonly items: readonly Item[] }): Item {
  const [item] = items;
  if (item === undefined) throw new Error('The list is empty');
  return item;
}

/** Asks again and again until it is so. */
export async function until<Seen>(ask: () => Promise<Seen>, isSo: (seen: Seen) => boolean): Promise<Seen> {
  for (let tries = 0; tries < 200; tries += 1) {
    const seen = await ask();
    if (isSo(seen)) return seen;
    await sleep(100);
  }
  throw new Error(`It did not come to be so: ${JSON.stringify(await ask())}`);
}

/** The run that a request became. */
export async function opened(api: Api, { id }: Trigger): Promise<Execution> {
  const path = { trigger: id };
  const ask = () => given(api.GET('/api/v1/triggers/{trigger}', { params: { path } }));
  const { executionId } = await until(ask, (trigger) => trigger.executionId !== null);
  return execution(api, executionId ?? '');
}

export function execution(api: Api, id: string): Promise<Execution> {
  return given(api.GET('/api/v1/executions/{execution}', { params: { path: { execution: id } } }));
}

/** The run once it is like that. */
export function untilStatus(
  api: Api,
  id: string,
  ...statuses: readonly Execution['status'][]
): Promise<Execution> {
  return until(
    () => execution(api, id),
    ({ status }) => statuses.includes(status),
  );
}

export async function untilEnded(api: Api, id: string): Promise<Execution> {
  return until(
    () => execution(api, id),
    ({ ended }) => ended,
  );
}

/** Runs a job and waits until that is over. */
export async function run(api: Api, job: string): Promise<Execution> {
  const asked = api.POST('/api/v1/jobs/{job}/runs', { params: { path: { job } }, body: { mode: 'full' } });
  const { id } = await opened(api, await given(asked));
  return untilEnded(api, id);
}
