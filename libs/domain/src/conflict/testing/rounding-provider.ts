import type { JsonObject, JsonValue } from '../../json.js';
import { canonicalText } from '../../json-text/canonical-text.js';
import { isList } from '../../json-text/is-list.js';
import { isJsonObject } from '../../json.js';

/** A provider that rounds numbers, trims texts and sorts lists before it keeps them, and gives each state a version. */
export class RoundingProvider {
  version = 1;
  writes = 0;
  private record: JsonObject;

  constructor(record: JsonObject) {
    this.record = rounded(record) as JsonObject;
  }

  read(): JsonObject {
    return this.record;
  }

  /** As its own users do. */
  edit(field: string, value: JsonValue | undefined): void {
    const { [field]: _, ...rest } = this.record;
    this.record = rounded(value === undefined ? rest : { ...rest, [field]: value }) as JsonObject;
    this.version += 1;
  }

  /** As we do: with the whole of what it is to have. */
  write(record: JsonObject): void {
    this.record = rounded(record) as JsonObject;
    this.version += 1;
    this.writes += 1;
  }
}

export function rounded(value: JsonValue): JsonValue {
  if (typeof value === 'number') return Math.round(value * 100) / 100;
  if (typeof value === 'string') return value.trim();
  if (isList(value))
    return value
      .map(rounded)
      .toSorted((one, other) => Number(canonicalText(one) > canonicalText(other)) * 2 - 1);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rounded(inner)]));
}
