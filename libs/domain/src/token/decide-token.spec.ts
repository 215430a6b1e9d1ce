import fc from 'fast-check';
import { decideToken, endTurn, keepToken, refreshMarginMs, takeTurn } from './decide-token.js';
import { NO_TOKEN, type TokenRow } from './token-row.js';

const HOUR_MS = 3_600_000;
const kept: TokenRow = {
  turn: 1,
  refreshUntilMs: null,
  generation: 1,
  expiresAtMs: HOUR_MS,
  lifetimeMs: HOUR_MS,
};
const decide = (row: TokenRow, nowMs: number, refused: number | null = null) =>
  decideToken(row, refused, nowMs);

it('refreshes where there is no token, five minutes before the end of one, and after it', () => {
  expect(decide(NO_TOKEN, 0)).toEqual({ kind: 'refresh' });
  expect(decide(kept, HOUR_MS - 300_001)).toEqual({ kind: 'use' });
  expect(decide(kept, HOUR_MS - 300_000)).toEqual({ kind: 'refresh' });
  expect(decide(kept, 2 * HOUR_MS)).toEqual({ kind: 'refresh' });
});

it('refreshes a token of one minute in its last quarter, and one without an end never by itself', () => {
  expect(refreshMarginMs(60_000)).toBe(15_000);
  expect(refreshMarginMs(null)).toBe(300_000);
  const endless = { ...kept, expiresAtMs: null, lifetimeMs: null };
  expect(decide(endless, 1_000 * HOUR_MS)).toEqual({ kind: 'use' });
  expect(decide(endless, 0, 1)).toEqual({ kind: 'refresh' });
});

it('goes on with a token that is due while another refreshes it, and waits where none can be used', () => {
  const refreshing = takeTurn(kept, 40_000, HOUR_MS - 60_000);
  expect(decide(refreshing, HOUR_MS - 50_000)).toEqual({ kind: 'use' });
  expect(decide(refreshing, HOUR_MS - 50_000, 1)).toEqual({ kind: 'wait', waitMs: 250 });
  expect(decide(takeTurn(NO_TOKEN, 100, 0), 0)).toEqual({ kind: 'wait', waitMs: 100 });
});

it('refreshes a refused token once: whoever was refused the one before uses the new one', () => {
  const renewed = keepToken(takeTurn(kept, 40_000, 0), { turn: 2, lifetimeMs: HOUR_MS }, 10)!;
  expect(decide(renewed, 20, 1)).toEqual({ kind: 'use' });
  expect(decide(renewed, 20, 2)).toEqual({ kind: 'refresh' });
});

it('uses a token until the moment of its end, and no longer', () => {
  const refreshing = takeTurn(kept, 40_000, HOUR_MS - 1);
  expect(decide(refreshing, HOUR_MS - 1)).toEqual({ kind: 'use' });
  expect(decide(refreshing, HOUR_MS)).toEqual({ kind: 'wait', waitMs: 250 });
});

it('keeps what a turn gave once, however often it tells', () => {
  const refreshed = keepToken(takeTurn(NO_TOKEN, 40_000, 0), { turn: 1, lifetimeMs: 1_000 }, 10)!;
  expect(refreshed).toMatchObject({ generation: 1, expiresAtMs: 1_010, lifetimeMs: 1_000 });
  expect(keepToken(refreshed, { turn: 1, lifetimeMs: 1_000 }, 500)).toBeUndefined();
});

it('gives the turn to another when nothing is heard of it', () => {
  expect(decide(takeTurn(NO_TOKEN, 40_000, 0), 40_000)).toEqual({ kind: 'refresh' });
});

it('keeps what a turn gave although its time was over, but not in place of what a later turn gave', () => {
  const lost = takeTurn(NO_TOKEN, 10, 0);
  const next = takeTurn(lost, 10, 10);
  const late = keepToken(next, { turn: 1, lifetimeMs: null }, 12)!;
  expect(late).toMatchObject({ generation: 1, refreshUntilMs: 20, expiresAtMs: null });
  const latest = keepToken(late, { turn: 2, lifetimeMs: null }, 13)!;
  expect(latest).toMatchObject({ generation: 2, refreshUntilMs: null });
  expect(keepToken(latest, { turn: 1, lifetimeMs: null }, 14)).toBeUndefined();
});

type Step =
  | { readonly kind: 'ask'; readonly isRefused: boolean }
  | { readonly kind: 'answer' | 'fail'; readonly which: number }
  | { readonly kind: 'pass'; readonly ms: number };

describe('whatever happens in whatever order', () => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ kind: fc.constant('ask' as const), isRefused: fc.boolean() }),
    fc.record({ kind: fc.constantFrom('answer' as const, 'fail' as const), which: fc.nat(3) }),
    fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 900 }) }),
  );

  it('one refreshes at a time, the token kept is of the latest turn that gave one, and no wait outlasts a lease', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let [row, nowMs]: [TokenRow, number] = [NO_TOKEN, 0];
        const underWay: { readonly turn: number; readonly untilMs: number }[] = [];
        for (const happens of steps) {
          if (happens.kind === 'pass') nowMs += happens.ms;
          if (happens.kind === 'ask') {
            const decision = decideToken(row, happens.isRefused ? row.generation : null, nowMs);
            if (decision.kind === 'wait')
              expect(row.refreshUntilMs).toBeGreaterThanOrEqual(nowMs + decision.waitMs);
            if (decision.kind === 'use') expect(row.generation).toBeGreaterThan(0);
            if (decision.kind !== 'refresh') continue;
            expect(underWay.filter(({ untilMs }) => untilMs > nowMs)).toEqual([]);
            row = takeTurn(row, 500, nowMs);
            underWay.push({ turn: row.turn, untilMs: nowMs + 500 });
          }
          if (happens.kind !== 'answer' && happens.kind !== 'fail') continue;
          const [ended] = underWay.splice(happens.which, 1);
          if (ended === undefined) continue;
          const before = row.generation;
          if (happens.kind === 'fail') row = endTurn(row, ended.turn);
          else row = keepToken(row, { turn: ended.turn, lifetimeMs: 1_000 }, nowMs) ?? row;
          expect(row.generation).toBe(happens.kind === 'fail' ? before : Math.max(before, ended.turn));
        }
      }),
    );
  });
});
