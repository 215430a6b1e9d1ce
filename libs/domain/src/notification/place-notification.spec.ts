import fc from 'fast-check';
import { placeNotification, type NewestNotification } from './place-notification.js';

const MINUTE = 60_000;
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 30) + minutes * MINUTE);

it('what is new is told at once, and what comes soon after it later, as one', () => {
  expect(placeNotification(undefined, { digestMinutes: 15, now: at(0) })).toEqual({
    kind: 'send',
    dueAt: at(0),
  });
  const first = { dueAt: at(0), isWaiting: false };
  expect(placeNotification(first, { digestMinutes: 15, now: at(1) })).toEqual({
    kind: 'send',
    dueAt: at(15),
  });
  const second = { dueAt: at(15), isWaiting: true };
  expect(placeNotification(second, { digestMinutes: 15, now: at(2) })).toEqual({ kind: 'join' });
  expect(placeNotification(first, { digestMinutes: 15, now: at(20) })).toEqual({
    kind: 'send',
    dueAt: at(20),
  });
});

it('without a digest each is told by itself, at once', () => {
  const newest = { dueAt: at(0), isWaiting: true };
  expect(placeNotification(newest, { digestMinutes: 0, now: at(0) })).toEqual({ kind: 'send', dueAt: at(0) });
});

it('whatever comes: all of it is told, and never two within the time of a digest', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 30 }), (minutes, digestMinutes) => {
      const sent: { dueAt: Date; count: number }[] = [];
      let now = 0;
      for (const gap of minutes) {
        now += gap;
        const last = sent.at(-1);
        // One is sent as soon as it is due.
        const newest: NewestNotification | undefined = last && {
          dueAt: last.dueAt,
          isWaiting: last.dueAt > at(now),
        };
        const placed = placeNotification(newest, { digestMinutes, now: at(now) });
        if (placed.kind === 'join') last!.count += 1;
        else sent.push({ dueAt: placed.dueAt, count: 1 });
      }
      expect(sent.reduce((sum, { count }) => sum + count, 0)).toBe(minutes.length);
      for (const [place, { dueAt }] of sent.slice(1).entries())
        expect(dueAt.getTime() - sent[place]!.dueAt.getTime()).toBeGreaterThanOrEqual(digestMinutes * MINUTE);
    }),
  );
});
