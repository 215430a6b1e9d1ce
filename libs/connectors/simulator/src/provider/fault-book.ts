import { isOfWrites, parseFaults, type FaultName, type FaultRule } from './fault-rule.js';
import type { SimulatedWriteKind } from './writes/asked-write.js';

/** The faults of one call, each with its options. */
export type ActiveFaults = ReadonlyMap<FaultName, FaultRule['options']>;

export interface FaultCall {
  readonly stream: string;
  /** From 1; null for a call that is no page of a listing. */
  readonly page: number | null;
  readonly lastPage: boolean;
  /** Left out for a call that reads. */
  readonly writes?: SimulatedWriteKind | 'batch' | undefined;
}

/** Rules with how often each was looked at and applied. */
class FaultSet {
  private readonly counted: { readonly rule: FaultRule; calls: number; applied: number }[];

  constructor(text: string) {
    this.counted = parseFaults(text).map((rule) => ({ rule, calls: 0, applied: 0 }));
  }

  /** Counts the call. */
  applyTo(call: FaultCall): ActiveFaults {
    const found = new Map<FaultName, FaultRule['options']>();
    for (const counted of this.counted) {
      if (!isAbout(counted.rule, call)) continue;
      counted.calls += 1;
      const { every, after, times } = counted.rule.options;
      if (every !== undefined && counted.calls % Number(every) !== 0) continue;
      if (after !== undefined && counted.calls <= Number(after)) continue;
      if (times !== undefined && counted.applied >= Number(times)) continue;
      counted.applied += 1;
      found.set(counted.rule.name, counted.rule.options);
    }
    return found;
  }
}

function isAbout({ name, options }: FaultRule, call: FaultCall): boolean {
  if (call.writes === undefined && isOfWrites(name)) return false;
  if (options['on'] !== undefined && !namesOf(call).includes(options['on'])) return false;
  if (options['stream'] !== undefined && options['stream'] !== call.stream) return false;
  if (options['page'] !== undefined) return Number(options['page']) === call.page;
  return name === 'cursor-loop' ? call.lastPage : true;
}

function namesOf({ writes }: FaultCall): readonly string[] {
  return writes === undefined ? ['read'] : ['write', writes];
}

/** The rules in force for all, and those that callers bring along in their base URL. */
export class FaultBook {
  private forAll: FaultSet;
  /** Rules in a path count across the calls of all who use that path. */
  private readonly byPath = new Map<string, FaultSet>();

  constructor(text: string) {
    this.forAll = new FaultSet(text);
  }

  /** Other rules for all, counted from now. */
  replace(text: string): void {
    this.forAll = new FaultSet(text);
  }

  applyTo(call: FaultCall, ofPath: string): ActiveFaults {
    const own = this.byPath.get(ofPath) ?? new FaultSet(ofPath);
    this.byPath.set(ofPath, own);
    return new Map([...this.forAll.applyTo(call), ...own.applyTo(call)]);
  }
}
