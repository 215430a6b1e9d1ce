import { PLACEHOLDERS, placeholdersOf, type Operation } from '@evenkeel/contracts-admin';
import { z } from 'zod';
import { ACTOR } from '../access/actor-header.js';
import { IDEMPOTENCY_KEY } from '../access/idempotency-key.js';
import { IF_MATCH } from '../access/if-match.js';
import type { JsonSchema, Parameter } from './document-shapes.js';
import type { SchemaShelf } from './schema-shelf.js';

/** What a request of the operation may say besides its body. */
export function describeParameters(operation: Operation, shelf: SchemaShelf): readonly Parameter[] {
  return [...inPath(operation, shelf), ...inQuery(operation, shelf), ...inHeaders(operation)];
}

function inPath({ path, request }: Operation, shelf: SchemaShelf): Parameter[] {
  return placeholdersOf(path).map((name) => ({
    name,
    in: 'path',
    required: true,
    description: PLACEHOLDERS[name] ?? '',
    schema: shelf.add(request.params?.[name] ?? z.string().min(1), 'input'),
  }));
}

function inQuery({ request: { query } }: Operation, shelf: SchemaShelf): Parameter[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = shelf.add(query, 'input') as {
    readonly properties?: Readonly<Record<string, JsonSchema & { readonly description?: string }>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description = '', ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    description,
    schema,
  }));
}

function inHeaders({ method, idempotent, revision }: Operation): Parameter[] {
  const headers = [
    ...(revision?.checked ? [IF_MATCH] : []),
    ...(idempotent === 'by key' ? [IDEMPOTENCY_KEY] : []),
    ...(method === 'GET' ? [] : [ACTOR]),
  ];
  return headers.map((header) => ({ ...header, in: 'header', required: false }));
}
