import { Sha256Digest } from '@evenkeel/adapter-node-runtime';
import type { JobDefinition, MatchSettings } from '@evenkeel/domain';
import { typeMatcher } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import { THINGS } from './provider/scripted-provider.js';

/** What both streams are read into. */
export const PERSON = 'person';
export const SAME_ADDRESS: MatchSettings = {
  rules: [{ name: 'same address', when: { field: 'email', by: 'exact', normalise: ['email'] } }],
};

/** One record of a thing, several of its own, and some that it shares with others. */
export const JOINED_THINGS: Partial<JobDefinition> = {
  recordType: PERSON,
  derive: [
    { name: 'home', at: 'home', recordType: 'home' },
    { name: 'tags', each: 'tags', key: 'key', recordType: 'tag' },
    { name: 'groups', each: 'groups', key: 'key', shared: true, recordType: 'group' },
  ],
};

/** No event is stored before the thing that it needs. */
export const JOINED_EVENTS: Partial<JobDefinition> = {
  recordType: PERSON,
  links: [{ name: 'thing', stream: THINGS, recordType: PERSON, at: 'thing', required: true }],
};

export async function addPersonType(tx: Transaction, id: string, match: MatchSettings): Promise<void> {
  await addMatchedType(tx, PERSON, { id, match });
}

/** Its rules are in force from the beginning: nothing is stored that has no keys. */
export async function addMatchedType(
  tx: Transaction,
  name: string,
  { id, match }: { readonly id: string; readonly match: MatchSettings },
): Promise<void> {
  await tx.recordTypes.ensure(name, id);
  const type = await tx.recordTypes.lock(name);
  if (type === undefined) throw new Error(`There is no record type ${name}`);
  const next = { ...type, match, revision: type.revision + 1 };
  await tx.recordTypes.saveRevision(next);
  const digest = (text: string) => new Sha256Digest().of(text);
  const { settingsDigest = '' } = typeMatcher(next, { digest, hash: digest }) ?? {};
  await tx.matchKeys.saveProgress(name, { keysOf: settingsDigest, after: '0', completeAt: new Date(0) });
}
