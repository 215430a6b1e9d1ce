import { json, type Answer } from './answer.js';
import { damageRecord } from './damage.js';
import type { DataSet } from './data-set.js';
import type { ActiveFaults } from './fault-book.js';
import { rangeOf, type IndexRange } from './index-range.js';

export interface ListCall {
  readonly data: DataSet;
  readonly query: URLSearchParams;
  /** The address of the listing, for links to its next page. */
  readonly address: string;
  readonly limit: number;
}

/** What of the listing a call asks for. */
export interface ListSelection {
  readonly sinceMs: number | null;
  readonly part: IndexRange;
  readonly untilMs: number | null;
  /** How many records lie before the page. */
  readonly place: number;
  readonly length: number;
  /** From 1. */
  readonly page: number;
  readonly lastPage: boolean;
  /** How often the end was passed already, under the fault `repeat-last`. */
  readonly again: number;
}

export function findPlace({ data, query, limit }: ListCall): ListSelection {
  const since = query.get('updated_since');
  const until = query.get('updated_until');
  const sinceMs = since === null ? null : Date.parse(since);
  const untilMs = until === null ? null : Date.parse(until);
  const part = rangeOf(query, data.initial);
  const selection = data.select(sinceMs, { part, untilMs });
  const cursor = query.get('cursor') ?? '';
  const startingAfter = query.get('starting_after');
  const again = Number(/^again-(\d+)$/.exec(cursor)?.[1] ?? 0);
  const after =
    /^after-(\d+)$/.exec(cursor)?.[1] ?? (startingAfter === null ? undefined : data.indexOf(startingAfter));
  const pageOrOffset =
    data.stream === 'devices'
      ? (Number(query.get('page') ?? 1) - 1) * limit
      : Number(query.get('offset') ?? 0);
  const asked = after === undefined ? pageOrOffset : selection.placeAfter(Number(after));
  const place = again > 0 ? selection.length : asked;
  const lastPage = place + limit >= selection.length;
  const { length } = selection;
  const page = Math.floor(place / limit) + 1;
  return { sinceMs, untilMs, part, place, length, page, lastPage, again };
}

/** One page in the manner of its stream: customers by cursor, devices by page number, invoices by offset and Link. */
export function listPage(call: ListCall, whole: ListSelection, faults: ActiveFaults): Answer {
  const found = { ...whole, length: listedLength(whole.length, faults) };
  const repeating = faults.has('repeat-last');
  const beyond = repeating && found.place >= found.length;
  const lastStart = Math.floor(Math.max(0, found.length - 1) / call.limit) * call.limit;
  const place = beyond ? lastStart : found.place;
  const { records, lastIndex } = pageText(call, { ...found, place }, faults);
  const looping = faults.has('cursor-loop');
  const endless = faults.has('endless');
  const more = looping || repeating || endless || place + call.limit < found.length;
  if (call.data.stream === 'devices') return devicesPage(found, records, faults);
  if (call.data.stream === 'invoices') {
    const next = looping ? 0 : found.place + call.limit;
    const link = `<${withParameter(call, 'offset', String(next))}>; rel="next"`;
    return json(`[${records}]`, {
      'x-total-count': String(toldTotal(found, faults)),
      ...(more ? { link } : {}),
    });
  }
  const name = faults.has('wrong-shape') ? 'objects' : 'data';
  const ending = (repeating || endless) && found.lastPage;
  const cursor = nextCursor({ looping, more, ending }, found.again, lastIndex);
  const nextUrl = cursor === null ? null : withParameter(call, 'cursor', cursor);
  const tail = `"has_more":${String(more)},"next_cursor":${JSON.stringify(cursor)},"next_url":${JSON.stringify(nextUrl)}`;
  return json(`{"${name}":[${records}],${tail}}`);
}

/** How many records the listing admits to. */
function listedLength(length: number, faults: ActiveFaults): number {
  if (faults.has('empty-list')) return 0;
  const short = faults.get('short-list');
  return short === undefined ? length : Math.floor((length * Number(short['percent'] ?? 50)) / 100);
}

/** How many records the listing says that it has. */
function toldTotal({ length }: ListSelection, faults: ActiveFaults): number {
  const wrong = faults.get('wrong-total');
  return wrong === undefined ? length : Math.ceil((length * Number(wrong['percent'] ?? 150)) / 100);
}

interface NextFacts {
  readonly looping: boolean;
  readonly more: boolean;
  readonly ending: boolean;
}

function nextCursor({ looping, more, ending }: NextFacts, again: number, lastIndex: number): string | null {
  if (looping) return 'start';
  if (ending) return `again-${again + 1}`;
  return more ? `after-${lastIndex}` : null;
}

function devicesPage(found: ListSelection, records: string, faults: ActiveFaults): Answer {
  const name = faults.has('wrong-shape') ? 'things' : 'items';
  return json(`{"${name}":[${records}],"page":${found.page},"total":${toldTotal(found, faults)}}`);
}

function pageText(
  { data, query, limit }: ListCall,
  { sinceMs, untilMs, part, place, length, again }: ListSelection,
  faults: ActiveFaults,
): { readonly records: string; readonly lastIndex: number } {
  const selection = data.select(sinceMs, { part, untilMs });
  const textOf = (index: number) =>
    query.get('view') === 'inventory' ? data.entry(index) : data.text(index);
  const texts: string[] = [];
  let lastIndex = -1;
  const repeated = faults.has('duplicates') && place > 0 ? selection.at(place - 1) : undefined;
  if (repeated !== undefined) texts.push(textOf(repeated));
  const end = Math.min(place + limit, length);
  for (let at = place; at < end; at += 1) {
    const index = selection.at(at);
    if (index === undefined) break;
    texts.push(textOf(index));
    lastIndex = index;
  }
  const [first = data.text(0)] = texts;
  if (faults.has('endless') && place >= length)
    texts.push(...madeUp(first, { from: place + again * limit, limit }));
  if (faults.has('twins') && texts.length > 0) texts.push(`{"twin":true,${first.slice(1)}`);
  if (texts[0] !== undefined) texts[0] = damageRecord(texts[0], faults);
  return { records: texts.join(','), lastIndex };
}

/** Records like the one of this text, each under an id that no other page gives. */
function madeUp(text: string, { from, limit }: { readonly from: number; readonly limit: number }): string[] {
  return Array.from({ length: limit }, (_, nth) =>
    text.replace(/"id":(?:"[^"]*"|[^,}]+)/, `"id":"made-up-${from + nth}"`),
  );
}

function withParameter({ address, query }: ListCall, name: string, value: string): string {
  const next = new URLSearchParams(query);
  next.delete('starting_after');
  next.set(name, value);
  return `${address}?${next.toString()}`;
}

/** The change feed of a stream in the manner of CouchDB. */
export function changesPage({ data, query, limit }: ListCall, faults: ActiveFaults): Answer {
  const since = query.get('since') ?? '0';
  const { changes, pending } = data.changesAfter(Number.parseInt(since, 10), limit);
  const entries = changes.map((change, place) => {
    const id = JSON.stringify(data.id(change.index));
    const text = change.deleted ? `{"id":${id},"_deleted":true}` : data.text(change.index);
    const doc = place === 0 ? damageRecord(text, faults) : text;
    return `{"seq":"${change.position}-sim","id":${id},${change.deleted ? '"deleted":true,' : ''}"doc":${doc}}`;
  });
  const last = changes.at(-1)?.position;
  const position = JSON.stringify(last === undefined ? since : `${last}-sim`);
  return json(`{"results":[${entries.join(',')}],"last_seq":${position},"pending":${pending}}`);
}
