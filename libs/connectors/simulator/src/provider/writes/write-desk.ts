import { randomUUID } from 'node:crypto';
import { idText } from '@evenkeel/domain';
import { json, refusal, type Answer } from '../answer.js';
import type { DataSet } from '../data-set.js';
import type { ActiveFaults } from '../fault-book.js';
import type { StatsKeeper } from '../provider-stats.js';
import type { AskedWrite, WriteCall } from './asked-write.js';
import { batchAnswer, singleAnswer, type Written } from './write-answers.js';
import { normalised } from './normalised.js';
import { fieldsOf, patched } from './written-text.js';

/** What the provider does with calls that write; each can be changed while it runs. */
export interface WritingRules {
  /** For how long a key is remembered; 0: keys are not looked at. */
  readonly keyLifetimeMs: number;
  /** How long after its creation a record can be looked up. */
  readonly lookUpLagMs: number;
  readonly checksVersion: boolean;
}

export const DEFAULT_WRITING_RULES: WritingRules = {
  keyLifetimeMs: 86_400_000,
  lookUpLagMs: 0,
  checksVersion: true,
};

/** Of an operation that was fit to be carried out, beside one that was not. */
const NOT_DONE = 'not_done';

interface RememberedAnswer {
  readonly sent: string;
  readonly answer: Answer;
  readonly atMs: number;
}

interface AcceptedWrite {
  readonly dueMs: number;
  readonly carryOut: () => readonly Written[];
  done?: readonly Written[];
}

interface Created {
  readonly index: number;
  readonly ref: string | null;
  readonly key: string | null;
  readonly atMs: number;
}

/** Carries out what callers write, remembers their keys, and tells what was created. */
export class WriteDesk {
  rules = DEFAULT_WRITING_RULES;
  private readonly keys = new Map<string, RememberedAnswer>();
  private readonly accepted = new Map<string, AcceptedWrite>();
  private readonly created = new Map<DataSet, Created[]>();

  constructor(
    private readonly stats: StatsKeeper,
    private readonly nowMs: () => number,
  ) {}

  /** Carries a call out, unless its key says that it was already. */
  write(data: DataSet, call: WriteCall, faults: ActiveFaults): Answer {
    const known = call.key === null ? undefined : this.keys.get(call.key);
    if (known !== undefined && this.nowMs() - known.atMs < this.rules.keyLifetimeMs) {
      if (known.sent !== call.sent) return refusal(422, 'key_reused');
      return { ...known.answer, headers: { ...known.answer.headers, 'idempotent-replayed': 'true' } };
    }
    const answer = this.carryOut(data, call, faults);
    if (call.key !== null) this.keys.set(call.key, { sent: call.sent, answer, atMs: this.nowMs() });
    return answer;
  }

  /** What became of a write that was accepted. */
  tellAccepted(token: string): Answer {
    this.carryOutDue();
    const write = this.accepted.get(token);
    if (write === undefined) return refusal(404, 'no_such_operation');
    if (write.done === undefined) return json('{"state":"pending"}');
    const { body } = batchAnswer(write.done, 'record');
    return json(`{"state":"done",${String(body).slice(1)}`);
  }

  /** The records that callers created by this reference or key, or that have this value of a field. */
  lookUp(data: DataSet, query: URLSearchParams): Answer {
    this.carryOutDue();
    const found = [...query].flatMap(([name, value]) => this.found(data, name, value));
    const there = [...new Set(found)].filter((index) => data.indexOf(data.id(index)) !== undefined);
    return json(`{"data":[${there.map((index) => data.text(index)).join(',')}]}`);
  }

  /** What was accepted for later and is due by now. */
  carryOutDue(): void {
    for (const write of this.accepted.values())
      if (write.done === undefined && write.dueMs <= this.nowMs()) write.done = write.carryOut();
  }

  private found(data: DataSet, name: string, value: string): readonly number[] {
    const before = this.nowMs() - this.rules.lookUpLagMs;
    const created = this.created.get(data) ?? [];
    const late = new Set(created.filter(({ atMs }) => atMs > before).map(({ index }) => index));
    const byName = name === 'ref' || name === 'key';
    const places = byName
      ? created.filter((each) => each[name] === value).map(({ index }) => index)
      : data.everyIndex().filter((index) => idText(data.fields(index)[name]) === value);
    return places.filter((index) => !late.has(index));
  }

  private carryOut(data: DataSet, call: WriteCall, faults: ActiveFaults): Answer {
    const later = faults.get('accept');
    if (later === undefined) return this.answer(call, this.applyAll(data, call, faults));
    const token = randomUUID();
    const dueMs = this.nowMs() + Number(later['ms'] ?? 0);
    this.accepted.set(token, { dueMs, carryOut: () => this.applyAll(data, call, faults) });
    return { ...json(JSON.stringify({ token })), status: 202 };
  }

  private answer(call: WriteCall, written: readonly Written[]): Answer {
    const [first] = written;
    if (call.isBatch) {
      const refused = call.isAtomic
        ? written.find(({ code }) => code !== undefined && code !== NOT_DONE)
        : undefined;
      return refused === undefined ? batchAnswer(written, call.answers) : singleAnswer(refused, call.answers);
    }
    return first === undefined ? refusal(400, 'nothing_to_do') : singleAnswer(first, call.answers);
  }

  private applyAll(data: DataSet, call: WriteCall, faults: ActiveFaults): readonly Written[] {
    const refusals = call.operations.map((operation, nth) => this.refuse(data, operation, { nth, faults }));
    const isStopped = call.isAtomic && refusals.some((refused) => refused !== undefined);
    return call.operations.map((operation, nth) => {
      const refused = refusals[nth];
      if (refused !== undefined || isStopped) return refused ?? { status: 424, code: NOT_DONE };
      return this.apply(data, operation, { call, faults });
    });
  }

  private refuse(
    data: DataSet,
    { kind, id, data: sent, version }: AskedWrite,
    { nth, faults }: { readonly nth: number; readonly faults: ActiveFaults },
  ): Written | undefined {
    const invalid = faults.get('unprocessable');
    const isMeant = invalid !== undefined && Number(invalid['item'] ?? 0) === nth;
    if (isMeant || sent['invalid'] === true) return { status: 422, code: 'unprocessable' };
    if (faults.has('conflict')) return { status: 409, code: 'conflict' };
    if (faults.has('moved')) return { status: 412, code: 'moved' };
    if (kind === 'create') return undefined;
    const index = data.indexOf(id);
    if (index === undefined) return { status: 404, code: 'no_such_record' };
    const isMoved = version !== null && version !== String(data.revision(index));
    return this.rules.checksVersion && isMoved ? { status: 412, code: 'moved' } : undefined;
  }

  private apply(
    data: DataSet,
    operation: AskedWrite,
    { call, faults }: { readonly call: WriteCall; readonly faults: ActiveFaults },
  ): Written {
    const { kind, ref } = operation;
    const sent = fieldsOf(operation.data);
    const kept = faults.has('normalise') ? normalised(sent) : sent;
    if (kind === 'create') {
      const index = data.create();
      data.put(index, kept);
      const made = this.created.get(data) ?? [];
      this.created.set(data, [...made, { index, ref, key: call.key, atMs: this.nowMs() }]);
      this.stats.created(data.stream, sent);
      return this.written(data, index, 'create');
    }
    const index = data.indexOf(operation.id) ?? 0;
    if (kind === 'delete') {
      if (!faults.has('delete-nothing')) data.delete(index);
    } else {
      const fields = operation.replaces ? kept : patched(data.fields(index), kept);
      data.edit(index);
      data.put(index, fields);
    }
    return this.written(data, index, kind);
  }

  private written(data: DataSet, index: number, kind: AskedWrite['kind']): Written {
    this.stats.wrote(`${data.stream}/${kind}`);
    const status = { create: 201, update: 200, delete: 204 }[kind];
    if (kind === 'delete') return { status, id: data.id(index) };
    const place = `/${data.stream}/${data.id(index)}`;
    return { status, id: data.id(index), revision: data.revision(index), text: data.text(index), place };
  }
}
