import type { JsonObject, JsonValue } from '@evenkeel/domain';
import type { Proof, WireAnswer } from '../proving-server.js';

/** What an incremental run of a stream is told: of everything, of what was not deleted, or nothing, for there is none. */
export type Telling = 'deletions' | 'changes' | 'nothing';

/** A provider as its public documents describe it. What they do not know, it refuses. */
export interface StandIn {
  readonly credentials: JsonObject;
  /** Of the same form, of another account. */
  readonly strange: JsonObject;
  readonly streams: Readonly<Record<string, Telling>>;
  readonly answer: (proof: Proof) => WireAnswer;
  /** Changes, deletes and makes a row of each stream. */
  readonly change: () => void;
  /** What the provider has of a stream, by id. */
  readonly rows: (stream: string) => Readonly<Record<string, JsonObject>>;
  /** How it refuses calls that come too fast. */
  readonly tooFast: WireAnswer;
}

/** An answer that is no success. */
export class Refused extends Error {
  constructor(readonly answer: WireAnswer) {
    super(`refused with ${answer.status}`);
  }
}

export interface Row {
  readonly n: number;
  readonly createdMs: number;
  updatedMs: number;
  text: string;
  isGone: boolean;
  /** What was written to it besides. */
  more?: JsonObject;
}

const DAY_MS = 86_400_000;

/** Rows that were made a day ago, the first of which changes, the second goes, and after the last of which comes another. */
export class Table {
  readonly all: Row[];

  constructor(count = 8) {
    this.all = Array.from({ length: count }, (_, at) => this.made(at + 1, 'first', Date.now() - DAY_MS));
  }

  get there(): readonly Row[] {
    return this.all.filter(({ isGone }) => !isGone);
  }

  change(): void {
    const [changed, gone] = this.all;
    Object.assign(changed!, { text: 'changed', updatedMs: Date.now() });
    Object.assign(gone!, { isGone: true, updatedMs: Date.now() });
    this.all.push(this.made(this.all.length + 1, 'new', Date.now()));
  }

  /** A row that a caller makes. */
  create(text: string, more: JsonObject): Row {
    const row = { ...this.made(this.all.length + 1, text, Date.now()), more };
    this.all.push(row);
    return row;
  }

  private made(n: number, text: string, ms: number): Row {
    return { n, text, createdMs: ms, updatedMs: ms, isGone: false };
  }
}

/** Tables by the names of streams, that change together. */
export function tablesOf(streams: readonly string[]): ReadonlyMap<string, Table> {
  return new Map(streams.map((name) => [name, new Table()]));
}

export const isoSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** A moment that is written exactly so; undefined where there is none. */
export function momentIn(
  text: string | undefined,
  pattern: RegExp,
  refuse: (why: string) => Refused,
): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (!pattern.test(text) || Number.isNaN(ms)) throw refuse(`${text} is no time`);
  return ms;
}

export const ISO_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** The parameters of a call, each known, said once and of the right form. */
export function paramsOf(
  url: URL,
  known: Readonly<Record<string, RegExp>>,
  refuse: (why: string) => Refused,
): Readonly<Record<string, string | undefined>> {
  const said = [...url.searchParams];
  for (const [name, value] of said) {
    const form = Object.hasOwn(known, name) ? known[name] : undefined;
    if (form === undefined) throw refuse(`Unknown parameter: ${name}`);
    if (!new RegExp(`^(?:${form.source})$`).test(value)) throw refuse(`Invalid value of ${name}: ${value}`);
  }
  if (new Set(said.map(([name]) => name)).size < said.length) throw refuse('A parameter is said twice');
  return Object.fromEntries(said);
}

/** A body in JSON with these members and no others. */
export function jsonOf(
  { headers, body, method }: Proof,
  known: readonly string[],
  refuse: (why: string) => Refused,
): JsonObject {
  if (method !== 'POST') throw refuse(`${method} is not supported here`);
  if (headers['content-type'] !== 'application/json') throw refuse('The body must be JSON');
  const value = JSON.parse(body) as JsonObject;
  for (const name of Object.keys(value))
    if (!known.includes(name)) throw refuse(`body.${name} should be not present`);
  return value;
}

/** Refuses what is not exactly so. */
export function expectExactly(
  value: JsonValue | undefined,
  wanted: JsonValue,
  refuse: (why: string) => Refused,
): void {
  const [given, asked] = [value ?? null, wanted].map((each) => JSON.stringify(each));
  if (given !== asked) throw refuse(`${given} is not ${asked}`);
}

/** An answer, or the refusal that was thrown in place of one. */
export function answered(answer: () => WireAnswer): WireAnswer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

/** As it stands in an id or in a message. */
export const shown = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

export const byId = (rows: readonly JsonObject[], idOf: (row: JsonObject) => JsonValue | undefined) =>
  Object.fromEntries(rows.map((row) => [shown(idOf(row)), row]));

/** The address that a provider is asked at, for the addresses that it gives. */
export const originOf = ({ headers }: Proof): string => `http://${String(headers['host'])}`;
