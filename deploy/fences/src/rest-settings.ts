import { RestConnector } from '@evenkeel/connector-rest';
import { isJsonObject, type JsonObject, type JsonValue } from '@evenkeel/domain';

/** A part of the settings: a table of its own. */
interface Section {
  readonly title: string;
  /** One of several kinds of the same setting. */
  readonly isKind: boolean;
  readonly meaning: string;
  /** Name, what is allowed, default, meaning. */
  readonly rows: readonly (readonly string[])[];
}

/** Every setting of the `rest` connector, as its schema has it. */
export function restSettingSections(): readonly Section[] {
  const schema = new RestConnector().settingsSchema();
  const sections = sectionsOf({ ...schema, description: 'Of the connection.' }, 'A file of settings');
  // The same part may stand in several places.
  return [...new Map(sections.map((section) => [section.title, section])).values()];
}

function sectionsOf(schema: JsonObject, title: string, within = ''): readonly Section[] {
  const kinds = listOf(schema['oneOf']);
  const meaning = textOf(schema['description']);
  if (kinds.length > 0) {
    const head = { title, isKind: false, meaning, rows: [] };
    return [head, ...kinds.flatMap((kind) => sectionsOfKind(kind, title, within))];
  }
  const nested = propertiesOf(schema).flatMap(([name, part]) => nestedOf(part, `${within}${name}`));
  return [
    { title, isKind: false, meaning, rows: propertiesOf(schema).map((one) => rowOf(one, schema)) },
    ...nested,
  ];
}

function sectionsOfKind(variant: JsonObject, title: string, within: string): readonly Section[] {
  const properties = propertiesOf(variant);
  const kind = objectOf(properties.find(([name]) => name === 'kind')?.[1]);
  const others = properties.filter(([name]) => name !== 'kind');
  const section = {
    title: `${title} of the kind \`${textOf(kind['const'])}\``,
    isKind: true,
    meaning: textOf(kind['description']),
    rows: others.map((one) => rowOf(one, variant)),
  };
  return [section, ...others.flatMap(([name, part]) => nestedOf(part, `${within}${name}`))];
}

/** What is within a setting, under the name of its path. */
function nestedOf(part: JsonObject, path: string): readonly Section[] {
  const { oneOf, properties } = part;
  if (oneOf !== undefined || properties !== undefined) return sectionsOf(part, `\`${path}\``, `${path}.`);
  const entry = objectOf(part['items'] ?? part['additionalProperties']);
  if (entry['oneOf'] === undefined && entry['properties'] === undefined) return [];
  const meaning = textOf(part['description']);
  return sectionsOf({ ...entry, description: meaning }, `\`${path}.*\``, `${path}.*.`);
}

function rowOf([name, part]: readonly [string, JsonObject], whole: JsonObject): readonly string[] {
  const isRequired = listOfTexts(whole['required']).includes(name);
  const given = part['default'];
  const standard =
    given === undefined ? (isRequired ? '**must be given**' : '') : `\`${JSON.stringify(given)}\``;
  return [`\`${name}\``, allowedIn(part), standard, textOf(part['description'])];
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
};

function allowedIn(part: JsonObject): string {
  const { oneOf, anyOf, enum: values, type, items, additionalProperties } = part;
  if ('const' in part) return `\`${JSON.stringify(part['const'])}\``;
  if (values !== undefined)
    return listOfTexts(values).length > 8
      ? 'a code'
      : listOfTexts(values)
          .map((value) => `\`${value}\``)
          .join(', ');
  if (oneOf !== undefined) return `${listOf(oneOf).map(kindOf).join(', ')} (below)`;
  if (anyOf !== undefined) return [...new Set(listOf(anyOf).map(allowedIn))].join(' or ');
  if (type === 'array') return `list of ${allowedIn(objectOf(items))}`;
  if (type === 'object' && part['properties'] === undefined)
    return `by name: ${allowedIn(objectOf(additionalProperties))}`;
  return type === 'object' ? 'object (below)' : (TYPES[textOf(type)] ?? 'any JSON');
}

function kindOf(variant: JsonObject): string {
  const kind = propertiesOf(variant).find(([name]) => name === 'kind')?.[1];
  return `\`${textOf(kind?.['const'])}\``;
}

function propertiesOf(schema: JsonObject): readonly (readonly [string, JsonObject])[] {
  return Object.entries(objectOf(schema['properties'])).map(
    ([name, part]) => [name, objectOf(part)] as const,
  );
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

function listOfTexts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
