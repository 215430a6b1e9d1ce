import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditedRequest } from '@evenkeel/ports';
import { AsyncAuditScope } from './index.js';

const request: AuditedRequest = {
  entry: {
    ...{ requestId: 'r', tenantId: 'a tenant', actor: 'ada', claimed: null, address: null },
    ...{ operation: 'runJob', target: {} },
  },
  isNoted: false,
};

it('all that is awaited is of the request, and what goes on after it is of none', async () => {
  const scope = new AsyncAuditScope();
  const goesOn: Promise<unknown>[] = [];
  const seen = await scope.within(request, async () => {
    goesOn.push(sleep(20).then(() => scope.current()));
    await sleep(1);
    return scope.current();
  });
  expect(seen).toBe(request);
  expect(scope.current()).toBeUndefined();
  await expect(Promise.all(goesOn)).resolves.toEqual([undefined]);
});

it('a request that fails is over as well', async () => {
  const scope = new AsyncAuditScope();
  let later: Promise<unknown> | undefined;
  const failing = scope.within(request, async () => {
    later = sleep(20).then(() => scope.current());
    throw new Error('refused');
  });
  await expect(failing).rejects.toThrow('refused');
  await expect(later).resolves.toBeUndefined();
});
