import { isUtf8 } from 'node:buffer';
import type { ForeignRecord } from '@evenkeel/ports';
import type { IHeaders, KafkaMessage } from 'kafkajs';

/** More is not parsed. */
const LARGEST_BYTES = 1024 * 1024;
/** The last moment of the year 9999: producers write what they like for a time, and no store takes all of it. */
const LATEST_MS = 253_402_300_799_999;

/** A record of Kafka as far as it is text: whatever others write gives one. */
export function readRecord(topic: string, partition: number, message: KafkaMessage): ForeignRecord {
  const { key, value, headers, offset, timestamp } = message;
  const unreadable = value === null ? null : problemOf(value);
  return {
    topic,
    partition,
    position: offset,
    writtenAt: timeOf(timestamp),
    key: key === null || !isUtf8(key) ? null : key.toString(),
    text: value === null || unreadable !== null ? null : new TextDecoder().decode(value),
    unreadable,
    headers: headersOf(headers),
  };
}

function problemOf(value: Buffer): string | null {
  if (value.length > LARGEST_BYTES) return `its value is larger than ${LARGEST_BYTES} bytes`;
  return isUtf8(value) ? null : 'its value is not UTF-8';
}

function timeOf(timestamp: string): Date {
  const ms = Number(timestamp);
  return new Date(Number.isFinite(ms) ? Math.min(Math.max(Math.trunc(ms), 0), LATEST_MS) : 0);
}

/** Where a header is there several times, its first value. */
function headersOf(headers: IHeaders | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first.toString()]];
    }),
  );
}
