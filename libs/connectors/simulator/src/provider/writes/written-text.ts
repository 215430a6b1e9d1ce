import { isJsonObject, parseJson, type JsonObject } from '@evenkeel/domain';

/** The provider's own: a caller cannot write them. */
const STAMPS = ['id', 'revision', 'created_at', 'updated_at'];

/** What a caller may write of a record, or wants to. */
export function fieldsOf(record: string | JsonObject): JsonObject {
  const value = typeof record === 'string' ? parseJson(record) : record;
  const members = isJsonObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(members.filter(([name]) => !STAMPS.includes(name)));
}

/** A record with these fields between the id and the stamps that its text has. */
export function writtenText(text: string, fields: JsonObject): string {
  const id = /^\{"id":[^,]+,/.exec(text)?.[0] ?? '{';
  const stamps = /"revision":\d+,"created_at":"[^"]*","updated_at":"[^"]*"\}$/.exec(text)?.[0] ?? '}';
  const own = JSON.stringify(fields).slice(1, -1);
  return `${id}${own}${own === '' ? '' : ','}${stamps}`;
}

/** A patch: members are replaced, objects within are patched. */
export function patched(fields: JsonObject, patch: JsonObject): JsonObject {
  const changed = Object.entries(patch).map(([name, value]) => {
    const own = fields[name];
    const inner = own !== undefined && isJsonObject(own) && isJsonObject(value);
    return [name, inner ? patched(own, value) : value] as const;
  });
  return { ...fields, ...Object.fromEntries(changed) };
}
