import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { isStorable } from '../json-text/unstorable-text.js';
import { classifyValue } from '../mapping/value-class.js';
import {
  CLASS_BIT,
  LONGEST_NAME,
  MOST_FIELDS,
  MOST_LEVELS,
  MOST_PLACES,
  NO_FIELDS,
  type ClassSet,
  type Shape,
} from './shape.js';
import { foldFields } from './unite-shapes.js';

/** Entries of a list that are looked at where not all of them are. */
const ENTRIES_OF_A_SAMPLE = 10;
/** Names that hold data rather than say what a value is: numbers, uuids, digests, mail addresses, days. */
const IS_DATA = /^(?:\d+|[\da-f]{8}-[\da-f-]{27}|[\da-f]{16,}|[^@]+@[^@]+|\d{4}-\d\d-\d\d.*)$/i;

export interface ObserveOptions {
  /** The day on which the records were read. */
  readonly day: string;
  /** Whether every entry of each list counts, or the first few. */
  readonly isWhole: boolean;
}

/** A place while records are read. */
class Place implements Shape {
  classes: ClassSet = 0;
  present = 0;
  isMap = false;
  fields: ReadonlyMap<string, Place> = NO_FIELDS as ReadonlyMap<string, Place>;
  every: Place | null = null;
  /** Names and places of the fields in their order: most records have those of the record before. */
  names: string[] = [];
  below: Place[] = [];

  constructor(readonly seenOn: string) {}

  add(name: string, field: Place): Place {
    if (this.fields.size === 0) this.fields = new Map();
    (this.fields as Map<string, Place>).set(name, field);
    this.names.push(name);
    this.below.push(field);
    return field;
  }

  fold(): void {
    const { every } = foldFields(this);
    this.isMap = true;
    this.fields = NO_FIELDS as ReadonlyMap<string, Place>;
    this.every = every && placeOf(every);
    this.names = [];
    this.below = [];
  }
}

/** To be read on. */
function placeOf({ seenOn, classes, present, isMap, fields, every }: Shape): Place {
  const place = new Place(seenOn);
  place.classes = classes;
  place.present = present;
  place.isMap = isMap;
  for (const [name, field] of fields) place.add(name, placeOf(field));
  place.every = every && placeOf(every);
  return place;
}

/** What records look like; what is no object says nothing. */
export function observeShape(records: Iterable<JsonValue>, { day, isWhole }: ObserveOptions): Shape {
  const observer = new Observer(day, isWhole ? Infinity : ENTRIES_OF_A_SAMPLE);
  const top = new Place(day);
  for (const record of records) if (isJsonObject(record)) observer.look(top, record, 0);
  return top;
}

class Observer {
  /** What one group of records brings is bounded before it is joined with what is known. */
  private places = 2 * MOST_PLACES;

  constructor(
    private readonly day: string,
    private readonly entries: number,
  ) {}

  look(place: Place, value: JsonValue, level: number): void {
    const found = classifyValue(value);
    place.present += 1;
    place.classes |= CLASS_BIT[found];
    if (level >= MOST_LEVELS) return;
    if (found === 'object') this.lookAtFields(place, value as JsonObject, level);
    else if (found === 'list') this.lookAtEntries(place, value as readonly JsonValue[], level);
  }

  private lookAtFields(place: Place, value: JsonObject, level: number): void {
    let at = 0;
    for (const name in value) {
      // Twice as quick as asking the map.
      const isNext = place.names[at] === name;
      const field = isNext ? place.below[at] : place.fields.get(name);
      this.look(field ?? this.addField(place, name, level), value[name] as JsonValue, level + 1);
      at += 1;
    }
  }

  private lookAtEntries(place: Place, list: readonly JsonValue[], level: number): void {
    const count = Math.min(list.length, this.entries);
    if (count === 0) return;
    const every = this.everyOf(place);
    for (let at = 0; at < count; at += 1) this.look(every, list[at] as JsonValue, level + 1);
  }

  private addField(place: Place, name: string, level: number): Place {
    if (place.isMap || isData(name, level)) return this.everyOf(place);
    if (place.fields.size >= MOST_FIELDS || this.places <= 0) {
      place.fold();
      return this.everyOf(place);
    }
    this.places -= 1;
    return place.add(name, new Place(this.day));
  }

  private everyOf(place: Place): Place {
    place.every ??= new Place(this.day);
    return place.every;
  }
}

/** At the top years and numbers may well be columns. */
function isData(name: string, level: number): boolean {
  if (name === '' || name.length > LONGEST_NAME || !isStorable(name)) return true;
  return level > 0 && IS_DATA.test(name);
}
