/** 1234567 as 1,234,567: the same on every machine, whatever its locale. */
export function countText(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 0.42 s, 12.3 s, 2 m 05 s, 1 h 02 m. */
export function durationText(ms: number | null): string {
  if (ms === null) return '-';
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return minutes < 60
    ? `${minutes} m ${two(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
}

/** 90 s, 5 min, 24 h, 7 d: in the largest unit that divides it, days from two on. */
export function spanText(seconds: number): string {
  if (seconds % 86_400 === 0 && seconds > 86_400) return `${seconds / 86_400} d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** 2026-11-21 12:00:05Z, or a dash. */
export function timeText(iso: string | null): string {
  return iso === null ? '-' : `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`;
}

/** How the records of a stream are said to be written, behind what was read of it; empty where they are not. */
export function writesText(kinds: readonly string[]): string {
  return kinds.length === 0 ? '' : `; can be written (${kinds.join(', ')}), which is not tried`;
}
