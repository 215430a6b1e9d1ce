import { join } from 'node:path';
import type { MatchSettings } from '@evenkeel/domain';
import { peakMemoryMb } from '../../peak-memory.js';
import { on, standaloneSite, type Site } from '../../site.js';
import { timeRun, type RunTimes } from '../../sync-runs.js';
import { readRules } from '../measure-dedupe.js';
import type { Crowd } from '../people.js';
import { addPeople, drawInto, setRules, startPeopleApi } from './load-people.js';
import { type LoadedPeople, StoredCrowd } from './stored-crowd.js';

type Tell = (progress: string) => void;

/** One exact rule, and one that is fuzzy and finds by sound. */
const TWO_RULES: MatchSettings = {
  rules: [
    { name: 'e-mail', when: { field: 'email', by: 'exact', normalise: ['email'] } },
    {
      name: 'name',
      review: 0.8,
      when: {
        all: [
          { field: 'first_name', by: 'fuzzy', normalise: ['latin', 'words'] },
          { field: 'last_name', by: 'fuzzy', normalise: ['latin', 'words'] },
          { field: 'street', by: 'fuzzy', algorithm: 'levenshtein' },
        ],
      },
      blockBy: [
        {
          all: [
            { field: ['first_name', 'last_name'], by: 'phonetic' },
            { field: 'zip', by: 'prefix', length: 2 },
          ],
        },
      ],
    },
  ],
};

/** What the rules make of people who come, of whom some are stored. */
export interface MatchedPeople extends LoadedPeople {
  readonly matched: RunTimes;
  readonly incoming: number;
  /** Who came and is stored. */
  readonly known: number;
  /** That the keys of what is stored took. */
  readonly keySeconds: number;
}

export interface DedupeLoad extends MatchedPeople {
  /** Runs without rules, before and after. */
  readonly plain: readonly RunTimes[];
  /** Peaks of the engine, before and after the load with rules. */
  readonly memoryMb: readonly [number, number];
}

interface Load {
  readonly site: Site;
  readonly crowd: StoredCrowd;
  readonly url: string;
  readonly people: { readonly incoming: number; readonly known: number };
  readonly tell: Tell;
}

/** By the name of the rules. */
export type DedupeLoads = Readonly<Record<'two' | 'manual', DedupeLoad>>;

/** First loads against a store of other people, most of them strangers: with rules, and the same without. */
export function measureDedupeLoad(size: Omit<Crowd, 'seed'>, tell: Tell): Promise<DedupeLoads> {
  return amongCrowd(size, tell, async (load) => ({
    two: await measure(load, { name: 'two', rules: TWO_RULES }),
    manual: await measure(load, { name: 'manual', rules: readRules('people') }),
  }));
}

/** What the example rules of the manual find for people who come to a store of others: how long it takes does not count. */
export function measureDedupeQuality(size: Omit<Crowd, 'seed'>, tell: Tell): Promise<MatchedPeople> {
  return amongCrowd(size, tell, async (load) => {
    const rules = { name: 'manual', rules: readRules('people') };
    const stored = await storeCrowd(load, rules);
    return { ...(await loadMatched(load, rules, stored)), keySeconds: stored.keySeconds };
  });
}

function amongCrowd<T>(size: Omit<Crowd, 'seed'>, tell: Tell, work: (load: Load) => Promise<T>): Promise<T> {
  return on(standaloneSite('bench-dedupe-load', 0), async (site) => {
    const crowd = await StoredCrowd.open(site.databaseUrl);
    const file = join(site.folder, 'people.txt');
    tell(`${size.stored} people are drawn ...`);
    const people = await drawInto(crowd, file, size);
    const { api, url } = await startPeopleApi(site.folder, file);
    try {
      return await work({ site, crowd, url, people, tell });
    } finally {
      await api.stop();
      await crowd.close();
    }
  });
}

interface Rules {
  readonly name: string;
  readonly rules: MatchSettings;
}

interface Stored {
  readonly recordType: string;
  readonly connectionId: string;
  readonly keySeconds: number;
}

async function measure(load: Load, rules: Rules): Promise<DedupeLoad> {
  const { site, tell } = load;
  const { name } = rules;
  const stored = await storeCrowd(load, rules);
  const { keySeconds } = stored;
  const pid = site.processes.get('standalone') as number;
  const before = await loadPlain(load, `${name}-before`);
  const memoryBefore = await peakMemoryMb(pid);
  const found = await loadMatched(load, rules, stored);
  const memoryMb = [memoryBefore, await peakMemoryMb(pid)] as const;
  const after = await loadPlain(load, `${name}-after`);
  tell(
    `${name}: ${found.matched.wall.toFixed(1)} s with rules, ${before.wall.toFixed(1)} and ${after.wall.toFixed(1)} s without`,
  );
  return { ...found, plain: [before, after], keySeconds, memoryMb };
}

/** Everyone who is stored as records of a type with these rules, and their keys. */
async function storeCrowd({ site, crowd, url, tell }: Load, { name, rules }: Rules): Promise<Stored> {
  const recordType = `person-${name}`;
  const { connectionId } = await addPeople(site, url, { name: `store-${name}`, recordType });
  await crowd.store({ connectionId, recordType });
  tell(`keys of ${name} ...`);
  return { recordType, connectionId, keySeconds: await setRules(site, recordType, rules) };
}

async function loadMatched(
  { site, crowd, url, people, tell }: Load,
  { name }: Rules,
  { recordType, connectionId: store }: Stored,
): Promise<Omit<MatchedPeople, 'keySeconds'>> {
  tell(`${people.incoming} people come to ${name} ...`);
  const { job, connectionId } = await addPeople(site, url, { name: `load-${name}`, recordType });
  const matched = await timeRun(site, job);
  return { ...people, ...(await crowd.judge(recordType, store, connectionId)), matched };
}

async function loadPlain({ site, url }: Load, name: string): Promise<RunTimes> {
  const { job } = await addPeople(site, url, { name, recordType: name });
  return timeRun(site, job);
}
