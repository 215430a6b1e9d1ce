import {
  compileMatch,
  decideMatches,
  type JsonObject,
  type MatchDecision,
  type MatchSubject,
  nameOfNew,
} from '@evenkeel/domain';
import { readRules } from '../measure-dedupe.js';
import { type Crowd, drawCrowd } from '../people.js';
import { MemoryStore } from './memory-store.js';

const SEED = 14;
/** As a page group of a run. */
const TOGETHER = 1_000;
/** Sets: that of the people who are stored, and that of those who come. */
const [STORED, COMING] = ['1', '2'] as const;
/** Records of those who are stored are older than all of those who come. */
const NEW_FROM = 1_000_000_000;

/** What the rules made of people who came to a store of others. */
export interface CrowdQuality {
  readonly incoming: number;
  /** Who came and is stored. */
  readonly known: number;
  /** Who became one with a stored person, and of these how many rightly. */
  readonly joined: number;
  readonly right: number;
  /** Who is stored and was not joined, but a person is asked about the right one. */
  readonly askedRightly: number;
  /** By cause. */
  readonly reviews: Readonly<Record<string, number>>;
}

/** The example rules of the manual for very many people, who come to a large store of others, half of them strangers: the decisions of ingestion, without its tables. */
export function measureDedupeQuality(size: Omit<Crowd, 'seed'>): CrowdQuality {
  const match = compileMatch(readRules('many-people'), new Set());
  const coming: { readonly externalId: string; readonly data: JsonObject }[] = [];
  const asked = new Set<string>();
  const blank = new MemoryStore(match, asked);
  const crowd = { ...size, seed: SEED };
  for (const { truth, incoming } of drawCrowd(crowd)) {
    if (incoming === undefined) continue;
    coming.push({ externalId: `p${truth}`, data: incoming });
    for (const { digest } of blank.keysOf(incoming)) asked.add(digest);
  }
  const store = new MemoryStore(match, asked);
  let known = 0;
  for (const { truth, stored, incoming } of drawCrowd(crowd)) {
    if (stored === undefined) continue;
    if (incoming !== undefined) known += 1;
    store.add(referenceOf(String(truth), STORED, `p${truth}`), stored);
  }
  const tally = new Tally(store);
  for (let from = 0; from < coming.length; from += TOGETHER) {
    const subjects = coming.slice(from, from + TOGETHER).map(({ externalId, data }): MatchSubject => {
      const keys = store.keysOf(data);
      return { name: externalId, externalId, data, setId: COMING, recordId: undefined, keys };
    });
    const decisions = new Map(decideMatches(subjects, store.matchesOf(subjects), match));
    for (const subject of subjects) tally.take(subject, decisions.get(subject.name) as MatchDecision);
  }
  return { incoming: coming.length, known, ...tally };
}

function referenceOf(recordId: string, setId: string, externalId: string) {
  return {
    ...{ recordId, setId, externalId, referenceId: `${setId} ${externalId}` },
    ...{ active: true, sharesRecord: false },
  };
}

class Tally {
  joined = 0;
  right = 0;
  askedRightly = 0;
  readonly reviews: Record<string, number> = {};
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  take({ externalId, data }: MatchSubject, decision: MatchDecision): void {
    const isRight = (recordId: string) =>
      nameOfNew(recordId) === undefined &&
      this.#store
        .referencesOf(recordId)
        .some((other) => other.setId === STORED && other.externalId === externalId);
    for (const { cause } of decision.reviews) this.reviews[cause] = (this.reviews[cause] ?? 0) + 1;
    const joins = decision.kind === 'join' ? decision.recordId : undefined;
    if (joins !== undefined) this.joined += 1;
    if (joins !== undefined && isRight(joins)) this.right += 1;
    else if (decision.reviews.some(({ recordId }) => isRight(recordId))) this.askedRightly += 1;
    this.#store.add(
      referenceOf(joins ?? String(NEW_FROM + Number(externalId.slice(1))), COMING, externalId),
      data,
    );
  }
}
