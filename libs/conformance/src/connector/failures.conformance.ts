import { CALL_FAILURES, type CallFailure } from './conformance-provider.js';
import { PAGE_SIZE, testIf, type ConnectorSuite } from './connector-suite.js';

export function describeFailures(suite: ConnectorSuite): void {
  const { anyStream, provider } = suite;

  describe('when the provider is not well:', () => {
    for (const [failure, [code, errorClass]] of Object.entries(CALL_FAILURES)) {
      const begin = provider.fail?.[failure as CallFailure];
      testIf(begin !== undefined)(`${failure} gives ${code}`, async () => {
        await begin?.();
        await expect(suite.firstPage(anyStream)).rejects.toMatchObject({ code, errorClass });
      });
    }

    suite.test('holdOff')('a rate limit is waited out', async () => {
      await provider.holdOff?.(2);
      expect((await suite.firstPage(anyStream)).records).toHaveLength(PAGE_SIZE);
    });

    suite.test('hang')('a call that hangs ends within 100 ms of being told to', async () => {
      await provider.hang?.();
      const ending = new AbortController();
      const hanging = suite.firstPage(anyStream, suite.open({}, ending.signal));
      const settled = hanging.then(
        () => undefined,
        (error: unknown) => error,
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
      const reason = new Error('cancelled');
      const begunMs = performance.now();
      ending.abort(reason);
      expect(await settled).toBe(reason);
      expect(performance.now() - begunMs).toBeLessThan(100);
    });

    suite.test('repeatLastPage')(
      'a listing whose last page is repeated for ever still gives a new cursor each time',
      async () => {
        await provider.repeatLastPage?.();
        const cursors = (await suite.readAll(anyStream)).map(({ next }) => next);
        expect(new Set(cursors).size).toBe(cursors.length);
      },
    );
  });
}
