import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { executionView, type ExecutionView } from '@evenkeel/contracts-admin';
import { AdminApi } from '../api/admin-api.js';
import type { Terminal } from '../terminal/terminal.js';
import { watchExecution } from './watch-execution.js';

const id = '0196f5a0-0000-7000-8000-000000000001';
const outcomes = Object.fromEntries(
  ['created', 'updated', 'unchanged', 'merged', 'reactivated', 'conflicted', 'rejected', 'refused', 'errored']
    .concat(['parked', 'superseded', 'excluded', 'planned', 'retried', 'inactivated', 'in_doubt'])
    .map((outcome) => [outcome, 0]),
);
const execution = (changes: Partial<ExecutionView>): ExecutionView =>
  executionView.parse({
    id,
    job: { id, name: 'customers', revision: 1 },
    trigger: { id, kind: 'manual', actor: 'ada' },
    lane: 'bulk',
    mode: 'full',
    scope: 'full',
    scopeNote: null,
    priority: 'medium',
    path: { kind: 'primary', why: 'as the job says' },
    plan: null,
    status: 'running',
    ended: false,
    epoch: 0,
    reason: null,
    requestedAt: '2026-11-21T12:00:00.000Z',
    startedAt: '2026-11-21T12:00:00.000Z',
    finishedAt: null,
    deadline: null,
    heldBy: null,
    durationMs: 0,
    retry: { of: null, count: 0, nextAttemptAt: null, deadLetter: null, note: null },
    waiting: 'none',
    wait: null,
    doubts: [],
    progress: { phase: 'fetching', processed: 0, total: null, percentage: null },
    receipt: {
      fetched: 0,
      replayed: 0,
      created: 0,
      updated: 0,
      skipped: 0,
      failed: 0,
      outcomes,
      balanced: true,
      derived: null,
      closeOut: null,
    },
    waitsFor: [],
    chunks: [],
    ...changes,
  });

/** An admin API that knows one execution, and tells how far it is. */
async function serve(port: number, answer: () => ExecutionView): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/event-stream');
    response.write(`event: progress\ndata: ${JSON.stringify(answer())}\n\n`);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function stop(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

const silent = (drawn: string[]): Terminal => ({
  print: () => undefined,
  note: () => undefined,
  interactive: true,
  columns: 80,
  redraw: (line) => void drawn.push(line),
  readAll: async () => '',
  interrupted: new AbortController().signal,
});

it('goes on watching when the admin API is away for a moment', async () => {
  const first = await serve(0, () => execution({}));
  const { port } = first.address() as AddressInfo;
  const drawn: string[] = [];
  const context = {
    api: new AdminApi(`http://127.0.0.1:${port}`, 'ada'),
    terminal: silent(drawn),
    json: false,
  };
  const watching = watchExecution(context, id);
  await eventually(() => drawn.some((line) => line.startsWith('fetching')));
  await stop(first);
  await eventually(() => drawn.some((line) => line.includes('does not answer')));
  const second = await serve(port, () => execution({ status: 'completed', ended: true }));
  await expect(watching).resolves.toMatchObject({ status: 'completed' });
  await stop(second);
});

it('says so when something else answers at the address', async () => {
  const server = await serve(0, () => ({ hello: 'world' }) as unknown as ExecutionView);
  const { port } = server.address() as AddressInfo;
  const context = {
    api: new AdminApi(`http://127.0.0.1:${port}`, 'ada'),
    terminal: silent([]),
    json: false,
  };
  await expect(watchExecution(context, id)).rejects.toMatchObject({ code: 'cli.strange_answer' });
  await stop(server);
});

async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
