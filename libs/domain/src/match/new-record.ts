/** Stands for the record that a subject becomes, which has no id yet; no id of a row begins so. */
const NEW = 'new:';

/** @param name of a subject that is a record of its own */
export function newRecord(name: string): string {
  return `${NEW}${name}`;
}

/** The name of the subject that becomes this record; undefined: it is stored. */
export function nameOfNew(recordId: string): string | undefined {
  return recordId.startsWith(NEW) ? recordId.slice(NEW.length) : undefined;
}
