import { isJsonObject, type JsonObject, type JsonValue } from '../../json.js';
import { InvalidMapping } from '../invalid-mapping.js';

/** The settings of one transform as a job wrote them. Every getter throws InvalidMapping that says what is allowed. */
export class Settings {
  constructor(private readonly given: JsonObject) {}

  has(name: string): boolean {
    return Object.hasOwn(this.given, name);
  }

  any(name: string): JsonValue {
    if (!this.has(name)) throw new InvalidMapping('is required', name);
    return this.given[name] as JsonValue;
  }

  /** A text of 1 to 1,000 characters, or up to 1,000 with `empty`. */
  text(name: string, { fallback, empty = false }: { fallback?: string; empty?: boolean } = {}): string {
    const value = this.has(name) || fallback === undefined ? this.any(name) : fallback;
    if (typeof value !== 'string' || value.length > 1000 || (value === '' && !empty)) {
      throw new InvalidMapping(`must be a text of ${empty ? 'at most' : '1 to'} 1000 characters`, name);
    }
    return value;
  }

  flag(name: string): boolean {
    const value = this.has(name) ? this.any(name) : false;
    if (typeof value !== 'boolean') throw new InvalidMapping('must be true or false', name);
    return value;
  }

  /** A whole number from 0 to 1,000. */
  count(name: string, fallback: number): number {
    const value = this.has(name) ? this.any(name) : fallback;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 1000) {
      throw new InvalidMapping('must be a whole number from 0 to 1000', name);
    }
    return value;
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[], fallback?: Choice): Choice {
    const value = this.has(name) || fallback === undefined ? this.any(name) : fallback;
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined) throw new InvalidMapping(`must be one of ${choices.join(', ')}`, name);
    return chosen;
  }

  texts(name: string): readonly string[] {
    const value = this.any(name);
    const isTexts =
      Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
    if (!isTexts) throw new InvalidMapping('must be a list of texts, not empty', name);
    return value;
  }

  table(name: string): JsonObject {
    const value = this.any(name);
    if (!isJsonObject(value)) throw new InvalidMapping('must be an object: text found -> value to use', name);
    return value;
  }
}
