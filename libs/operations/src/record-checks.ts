import { compileRecordCheck, type RecordCheck, type RecordType } from '@evenkeel/domain';

const MOST_KEPT = 64;

/** The schema of a record type, compiled, with what it is called. */
export interface TypeCheck extends Pick<RecordType, 'name' | 'revision'> {
  readonly check: RecordCheck;
}

/** Compiled schemas by record type and revision, neither of which ever means another schema. */
export class RecordChecks {
  private readonly kept = new Map<string, TypeCheck>();

  /** Undefined for a type that is open. */
  of(type: RecordType | undefined): TypeCheck | undefined {
    if (type === undefined || type.schema === null) return undefined;
    const { id, name, revision, schema } = type;
    const key = `${id} ${revision}`;
    const kept = this.kept.get(key);
    if (kept !== undefined) return kept;
    const made = { name, revision, check: compileRecordCheck(schema) };
    const [oldest] = this.kept.keys();
    if (this.kept.size >= MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(key, made);
    return made;
  }
}
