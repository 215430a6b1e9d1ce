import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';
import { resolvePointer } from './assert-schema.js';

/** What a schema names at one place; null: it says nothing about what may be there, so all of it stays. */
type Known = {
  readonly fields: ReadonlyMap<string, Known>;
  /** Whether other names stay too. */
  readonly isOpen: boolean;
  readonly entries: Known;
} | null;

/** Drops from a mapped record what its schema does not name, at every depth at which it names anything. */
export function compilePruning(schema: JsonObject): (data: JsonObject) => JsonObject {
  const known = knownBy(schema, schema);
  return (data) => prune(data, known) as JsonObject;
}

/** Each may name what is there too. */
const BRANCHES = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else'] as const;

function knownBy(schema: JsonValue | undefined, root: JsonObject): Known {
  if (!isJsonObject(schema)) return null;
  const { $ref, properties, items, prefixItems } = schema;
  const own: Known[] = [];
  if (typeof $ref === 'string') own.push(knownBy(resolvePointer(root, $ref), root));
  for (const branch of BRANCHES) {
    const branches = schema[branch] ?? [];
    own.push(...(isList(branches) ? branches : [branches]).map((each) => knownBy(each, root)));
  }
  const dependent = schema['dependentSchemas'];
  if (isJsonObject(dependent)) own.push(...Object.values(dependent).map((each) => knownBy(each, root)));
  const entries = prefixItems === undefined ? knownBy(items, root) : null;
  if (isJsonObject(properties) || entries !== null) {
    const named = isJsonObject(properties) ? Object.entries(properties) : [];
    const fields = new Map(named.map(([name, each]) => [name, knownBy(each, root)]));
    own.push({ fields, isOpen: !isJsonObject(properties) || wantsOthers(schema), entries });
  }
  // A branch that names nothing, such as {"type": "null"}, says nothing against what others name.
  return own.reduce(joined, null);
}

/** Whether it says of other names that they may be there: leaving it unsaid is not that. */
function wantsOthers(schema: JsonObject): boolean {
  const { additionalProperties = false, unevaluatedProperties = false, patternProperties } = schema;
  return additionalProperties !== false || unevaluatedProperties !== false || patternProperties !== undefined;
}

function joined(one: Known, other: Known): Known {
  if (one === null || other === null) return one ?? other;
  const fields = new Map(one.fields);
  for (const [name, known] of other.fields) {
    fields.set(name, fields.has(name) ? joined(fields.get(name) ?? null, known) : known);
  }
  // What one branch leaves open another may name.
  return { fields, isOpen: one.isOpen && other.isOpen, entries: joined(one.entries, other.entries) };
}

function prune(value: JsonValue, known: Known): JsonValue {
  if (known === null) return value;
  if (isList(value)) return known.entries === null ? value : value.map((each) => prune(each, known.entries));
  if (!isJsonObject(value)) return value;
  const kept: [string, JsonValue][] = [];
  for (const [name, each] of Object.entries(value)) {
    const field = known.fields.get(name);
    if (field !== undefined) kept.push([name, prune(each, field)]);
    else if (known.isOpen) kept.push([name, each]);
  }
  return Object.fromEntries(kept);
}
