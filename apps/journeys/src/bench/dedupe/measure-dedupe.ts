import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CompiledMatch, compileMatch, type MatchSettings } from '@evenkeel/domain';
import { dirtyCompanies } from './companies.js';
import { judgePairs, type Quality } from './judge-pairs.js';
import type { Labelled } from './labelled.js';
import { dirtyPeople } from './people.js';
import { MatchPlay } from './play-matches.js';

const COUNT = 3_000;
/** None of them is one that the rules were found with: that was 1. */
const SEEDS = [11, 12, 13];
const PAIRS_A_RECORD = 20;

const PLAIN: MatchSettings = {
  rules: [{ name: 'e-mail', when: { field: 'email', by: 'exact', normalise: ['email'] } }],
};

export interface MeasuredRules extends Quality {
  /** Questions to a person, by record. */
  readonly reviews: number;
}

export interface DedupeRound {
  readonly rules: MeasuredRules;
  /** An exact match on the e-mail address and nothing else. */
  readonly plain: MeasuredRules;
  /** Processor time, in microseconds. */
  readonly keysUs: number;
  readonly compareUs: number;
}

/** The example rules of the manual, on records that were drawn with what is true of them. */
export function measurePeople(rules: 'people' | 'many-people'): readonly DedupeRound[] {
  return SEEDS.map((seed) => measure(dirtyPeople(COUNT, seed), readRules(rules)));
}

export function measureCompanies(): readonly DedupeRound[] {
  return SEEDS.map((seed) => measure(dirtyCompanies(COUNT, seed), readRules('companies')));
}

/** An example of the manual. */
export function readRules(name: string): MatchSettings {
  const manual = readFileSync(join(__dirname, '../../../../../docs/dedupe.md'), 'utf8');
  const [, json] = new RegExp('```json ' + name + '\n(.*?)```', 's').exec(manual) ?? [];
  if (json === undefined) throw new Error(`docs/dedupe.md has no rules for ${name}`);
  return JSON.parse(json) as MatchSettings;
}

function measure(inputs: readonly Labelled[], settings: MatchSettings): DedupeRound {
  return {
    rules: play(inputs, settings),
    plain: play(inputs, PLAIN),
    ...timeOf(inputs, compileMatch(settings, new Set())),
  };
}

function play(inputs: readonly Labelled[], settings: MatchSettings): MeasuredRules {
  const { recordOf, reviews } = new MatchPlay(inputs, compileMatch(settings, new Set())).play();
  return { ...judgePairs(inputs, recordOf), reviews: reviews / inputs.length };
}

function timeOf(
  inputs: readonly Labelled[],
  match: CompiledMatch,
): Pick<DedupeRound, 'keysUs' | 'compareUs'> {
  const keysUs = processorTimeOf(() => inputs.forEach(({ data }) => match.keysOf(data))) / inputs.length;
  const compareAll = () => {
    inputs.forEach(({ data }, nth) => {
      for (let far = 1; far <= PAIRS_A_RECORD; far += 1) {
        match.compare(data, (inputs[(nth + far) % inputs.length] as Labelled).data);
      }
    });
  };
  return { keysUs, compareUs: processorTimeOf(compareAll) / inputs.length / PAIRS_A_RECORD };
}

function processorTimeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user;
}
