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

export interface DedupeLoad extends LoadedPeople {
  /** Runs without rules, before and after. */
  readonly plain: readonly RunTimes[];
  readonly matched: RunTimes;
  readonly incoming: number;
  /** Who came and is stored. */
  readonly known: number;
  /** That the keys of what is stored took. */
  readonly keySeconds: number;
  /** Peaks of the engine, before and after the load with rules. */
  readonly memoryMb: readonly [number, number];
}

interface Load {
  readonly site: Site;
  readonly crowd: StoredCrowd;
  readonly url: string;
  readonly people: { readonly incoming: number; readonly known: number };
}

/** By the name of the rules. */
export type DedupeLoads = Readonly<Record<'two' | 'manual', DedupeLoad>>;

/** First loads against a store of other people, most of them strangers: with rules, and the same without. */
export function measureDedupeLoad(size: Omit<Crowd, 'seed'>, tell: Tell): Promise<DedupeLoads> {
  return on(standaloneSite('bench-dedupe-load', 0), async (site) => {
    const crowd = await StoredCrowd.open(site.databaseUrl);
    const file = join(site.folder, 'people.txt');
    tell(`${size.stored} people are drawn ...`);
    const people = await drawInto(crowd, file, size);
    const { api, url } = await startPeopleApi(site.folder, file);
    try {
      const load = { site, crowd, url, people };
      const two = await measure(load, { name: 'two', rules: TWO_RULES, tell });
      return { two, manual: await measure(load, { name: 'manual', rules: readRules('people'), tell }) };
    } finally {
      await api.stop();
      await crowd.close();
    }
  });
}

interface Rules {
  readonly name: string;
  readonly rules: MatchSettings;
  readonly tell: Tell;
}

async function measure(load: Load, { name, rules, tell }: Rules): Promise<DedupeLoad> {
  const { site, crowd, url, people } = load;
  const recordType = `person-${name}`;
  const store = await addPeople(site, url, { name: `store-${name}`, recordType });
  await crowd.store({ ...store, recordType });
  tell(`keys of ${name} ...`);
  const keySeconds = await setRules(site, recordType, rules);
  await crowd.rest('match_key');
  const pid = site.processes.get('standalone') as number;
  tell(`loads of ${name} ...`);
  const before = await loadPlain(load, `${name}-before`);
  const memoryBefore = await peakMemoryMb(pid);
  const { job, connectionId } = await addPeople(site, url, { name: `load-${name}`, recordType });
  const matched = await timeRun(site, job);
  const memoryMb = [memoryBefore, await peakMemoryMb(pid)] as const;
  const after = await loadPlain(load, `${name}-after`);
  tell(
    `${name}: ${matched.wall.toFixed(1)} s with rules, ${before.wall.toFixed(1)} and ${after.wall.toFixed(1)} s without`,
  );
  const found = await crowd.judge(recordType, store.connectionId, connectionId);
  return { ...people, ...found, plain: [before, after], matched, keySeconds, memoryMb };
}

async function loadPlain({ site, url }: Load, name: string): Promise<RunTimes> {
  const { job } = await addPeople(site, url, { name, recordType: name });
  return timeRun(site, job);
}
