import { countText, durationText, spanText, timeText } from './text.js';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
  [12.6, '13'],
])('counts: %p is %p', (count, text) => expect(countText(count)).toBe(text));

it.each([
  [null, '-'],
  [0, '0.00 s'],
  [421, '0.42 s'],
  [12_340, '12.3 s'],
  [125_000, '2 m 05 s'],
  [3_725_000, '1 h 02 m'],
])('durations: %p ms is %p', (ms, text) => expect(durationText(ms)).toBe(text));

it.each([
  [90, '90 s'],
  [300, '5 min'],
  [86_400, '24 h'],
  [604_800, '7 d'],
])('spans: %p s is %p', (seconds, text) => expect(spanText(seconds)).toBe(text));

it('shows times in UTC and says so', () => {
  expect(timeText('2026-11-21T12:00:05.123Z')).toBe('2026-11-21 12:00:05Z');
  expect(timeText(null)).toBe('-');
});
