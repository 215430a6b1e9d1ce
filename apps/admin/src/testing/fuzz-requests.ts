import { API_PREFIX, placeholdersOf, type Operation, type OperationId } from '@evenkeel/contracts-admin';
import { EXAMPLES, type ApiDocument, type JsonSchema } from '@evenkeel/service-admin/testing';
import * as fc from 'fast-check';
import { z } from 'zod';
import { arbitraryOf, sparseRecord, type Sources } from './arbitrary-of.js';
import { damaged } from './damage.js';
import { hostileJson, hostileText } from './hostile.js';
import { knownValues, type Targets } from './known-values.js';
import type { RawRequest } from './send-raw.js';

/** What is wrong with a request (`nothing`: it is as the document says), and how often of 20. */
const DAMAGES = {
  nothing: 6,
  body: 7,
  path: 2,
  query: 2,
  header: 1,
  type: 0.7,
  method: 0.7,
  address: 0.6,
} as const;
type Damage = keyof typeof DAMAGES;

const damage = fc.oneof(
  ...Object.entries(DAMAGES).map(([kind, weight]) => ({
    arbitrary: fc.constant(kind as Damage),
    weight: weight * 10,
  })),
);

export interface FuzzRequest extends RawRequest {
  readonly id: OperationId;
  readonly damage: Damage;
}

/** Requests of one operation: as the document says, or with one part that is not. */
export function requestsOf(
  operation: Operation,
  document: ApiDocument,
  targets: Targets,
): fc.Arbitrary<FuzzRequest> {
  const sources = { schemas: document.components.schemas, known: knownValues(targets) };
  const described =
    document.paths[`${API_PREFIX}${operation.path.replaceAll(/:(\w+)/g, '{$1}')}`]?.[
      operation.method.toLowerCase()
    ];
  const parameters = described?.parameters ?? [];
  const ofQuery = parameters.filter((parameter) => parameter.in === 'query');
  const ofHeader = parameters.filter((parameter) => parameter.in === 'header');
  const valuesOf = (list: typeof parameters) =>
    sparseRecord(
      Object.fromEntries(list.map(({ name, schema }) => [name, valueOf(name, schema, sources)])),
      list.filter(({ required }) => required).map(({ name }) => name),
    );
  return fc
    .record({
      damage,
      path: fc.tuple(...placeholdersOf(operation.path).map((name) => placeholderValue(name, targets))),
      query: valuesOf(ofQuery),
      headers: valuesOf(ofHeader),
      body: bodyOf(operation, described?.requestBody?.content['application/json']?.schema, sources),
      pick: fc.double({ min: 0, max: 1, noNaN: true }),
      text: hostileText,
      json: hostileJson,
    })
    .map((parts) => assemble(operation, parts));
}

function valueOf(name: string, schema: JsonSchema, sources: Sources): fc.Arbitrary<unknown> {
  const known = Object.hasOwn(sources.known, name) ? sources.known[name] : undefined;
  const said = arbitraryOf(schema, sources);
  return known === undefined ? said : fc.oneof({ arbitrary: known, weight: 4 }, said);
}

function placeholderValue(name: string, targets: Targets): fc.Arbitrary<string> {
  const there = fc.constantFrom(...(targets[name] ?? ['rest']));
  return fc.oneof({ arbitrary: there, weight: 6 }, fc.uuid(), fc.nat().map(String), fc.constant('nothing'));
}

/** What the schema takes, or the example of the document. */
function bodyOf(
  { request }: Operation,
  schema: JsonSchema | undefined,
  sources: Sources,
): fc.Arbitrary<unknown> {
  if (request.body === undefined || schema === undefined) return fc.constant(undefined);
  const example = EXAMPLES[z.globalRegistry.get(request.body)?.id ?? ''];
  return fc.oneof(arbitraryOf(schema, sources), fc.constant(example));
}

interface Parts {
  readonly damage: Damage;
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly pick: number;
  readonly text: string;
  readonly json: string;
}

function assemble(operation: Operation, parts: Parts): FuzzRequest {
  const { damage, body, pick, json } = parts;
  const sent = damage === 'body' && body !== undefined ? damaged(body, pick, json) : JSON.stringify(body);
  const isSaid = sent !== undefined;
  return {
    id: operation.id,
    damage,
    method:
      damage === 'method'
        ? (oneOf(['PUT', 'DELETE', 'PATCH', 'POST', 'GET', 'TRACE', 'QUERY'], pick) as string)
        : operation.method,
    target: targetOf(operation, parts),
    headers: { ...(isSaid ? typeOf(parts) : {}), ...headersOf(parts) },
    body: sent,
  };
}

const oneOf = <Value>(values: readonly Value[], pick: number) =>
  values[Math.min(Math.floor(pick * values.length), values.length - 1)];

function typeOf({ damage, pick }: Parts): Readonly<Record<string, string>> {
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    '',
    'application/xml',
  ];
  return { 'content-type': damage === 'type' ? (oneOf(types, pick) ?? '') : 'application/json' };
}

function headersOf({ damage, headers, pick, text }: Parts): Readonly<Record<string, string>> {
  const said = Object.entries(headers).map(([name, value]) => [name, headerText(String(value))]);
  if (damage === 'header') {
    const name =
      oneOf(['If-Match', 'Idempotency-Key', 'Evenkeel-Actor', 'Accept', 'If-None-Match'], pick) ?? '';
    said.push([name, headerText(text)]);
  }
  return Object.fromEntries(said) as Record<string, string>;
}

/** What the client of this test lets through; servers are sent no more by any. */
function headerText(text: string): string {
  return text.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '?').slice(0, 4000);
}

const wellFormed = (text: string) => Buffer.from(text).toString();
const encoded = (text: string) => encodeURIComponent(wellFormed(text)).slice(0, 5000);

function targetOf({ path }: Operation, { damage, path: values, query, pick, text }: Parts): string {
  let filled: string = path;
  placeholdersOf(path).forEach((name, index) => {
    const value = damage === 'path' ? text : (values[index] ?? '');
    filled = filled.replace(`:${name}`, () => encoded(value) || '%20');
  });
  const terms = Object.entries(query).map(([name, value]) => `${name}=${encoded(String(value))}`);
  if (damage === 'query') {
    const name =
      oneOf([...Object.keys(query), 'cursor', 'limit', 'type', 'other', 'a[b]', '__proto__'], pick) ??
      'other';
    terms.push(`${name}=${encoded(text)}`);
  }
  const address = `${API_PREFIX}${filled}`;
  const odd = damage === 'address' ? oddAddress(address, pick) : address;
  return terms.length === 0 ? odd : `${odd}?${terms.join('&')}`;
}

function oddAddress(address: string, pick: number): string {
  const odd = [
    `${address}/`,
    address.toUpperCase(),
    `/${address}`,
    `${address}/more`,
    `${address}%zz`,
    `${address};a=b`,
  ];
  return oneOf(odd, pick) ?? address;
}
