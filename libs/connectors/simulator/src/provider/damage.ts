import { gzipSync } from 'node:zlib';
import type { Answer } from './answer.js';
import { json, refusal } from './answer.js';
import type { ActiveFaults } from './fault-book.js';

/** An answer that takes the place of the right one; undefined if none of the faults gives one. */
export function replacementAnswer(faults: ActiveFaults, nowMs: number): Answer | undefined {
  const limited = faults.get('rate-limit');
  if (limited !== undefined) {
    const seconds = Number(limited['seconds'] ?? 1);
    const until = new Date(nowMs + seconds * 1000).toUTCString();
    return refusal(429, 'slow_down', {
      'retry-after': limited['date'] === undefined ? String(seconds) : until,
    });
  }
  const broken = faults.get('server-error');
  if (broken !== undefined) return refusal(Number(broken['status'] ?? 500), 'broken');
  if (faults.has('unauthorized')) return refusal(401, 'bad_token');
  if (faults.has('not-found')) return refusal(404, 'no_such_path');
  if (faults.has('redirect'))
    return { ...refusal(302, 'moved', { location: 'http://elsewhere.invalid/login' }) };
  if (faults.has('html')) {
    return {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><title>Sign in</title>',
    };
  }
  const huge = faults.get('huge-body');
  return huge === undefined ? undefined : json(hugeBody(Number(huge['mb'] ?? 50)));
}

function hugeBody(megabytes: number): string {
  const block = `"${'x'.repeat(1_048_570)}"`;
  return `{"data":[${Array.from({ length: megabytes }, () => block).join(',')}]}`;
}

/** The first record of a page as the faults leave it. */
export function damageRecord(text: string, faults: ActiveFaults): string {
  if (faults.has('not-an-object')) return '"not an object"';
  let damaged = text;
  const add = (member: string) => {
    damaged = `{${member},${damaged.slice(1)}`;
  };
  if (faults.has('no-id')) damaged = damaged.replace(/"id":[^,]+,/, '');
  if (faults.has('nul')) add('"note":"before\\u0000after"');
  if (faults.has('surrogate')) add('"note":"half \\ud83d of a pair"');
  if (faults.has('big-numbers')) add('"big":9007199254740993,"negative":-90071992547409930,"overflow":1e400');
  if (faults.has('deep')) add(`"deep":${'['.repeat(5000)}${']'.repeat(5000)}`);
  return damaged;
}

const UNREADABLE = ['malformed', 'truncated', 'truncated-gzip', 'invalid-utf8'] as const;

/** Whether these faults leave a body that cannot be read. */
export function leavesUnreadable(faults: ActiveFaults): boolean {
  return UNREADABLE.some((name) => faults.has(name));
}

/** A whole answer as the faults leave it. */
export function damageAnswer(answer: Answer, faults: ActiveFaults): Answer {
  if (!leavesUnreadable(faults)) return answer;
  const body = Buffer.from(answer.body);
  const half = Math.floor(body.length / 2);
  if (faults.has('malformed')) return { ...answer, body: body.subarray(0, half) };
  if (faults.has('truncated')) return { ...answer, cutAfterBytes: half };
  if (faults.has('truncated-gzip')) {
    const packed = gzipSync(body);
    const headers = { ...answer.headers, 'content-encoding': 'gzip' };
    return { ...answer, headers, body: packed.subarray(0, Math.floor(packed.length / 2)) };
  }
  if (faults.has('invalid-utf8')) {
    const at = body.indexOf('"') + 1;
    return { ...answer, body: Buffer.concat([body.subarray(0, at), Buffer.from([0xff]), body.subarray(at)]) };
  }
  return answer;
}
