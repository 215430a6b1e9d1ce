import type { MatchSettings, RecordType } from '@evenkeel/domain';
import { typeMatcher } from './type-matcher.js';

const digests = { digest: (text: string) => text, hash: (text: string) => text };
const digestOf = (match: MatchSettings) => {
  const type: Partial<RecordType> = { id: '1', name: 'person', match, sensitive: [], schema: null };
  return typeMatcher(type as RecordType, digests)?.settingsDigest;
};
const email = { field: 'email', by: 'exact', normalise: ['email'] } as const;
const phone = { field: 'phone', by: 'exact', normalise: ['phone'] } as const;

it('makes keys anew after an upgrade where a normaliser that they are made with has changed, and no others', () => {
  const rules = [{ name: 'r', when: email }];
  expect(JSON.parse(digestOf({ rules }) ?? '')).toEqual({ settings: { rules }, sensitive: [] });
  const ofPhone = [{ name: 'r', when: phone }];
  expect(JSON.parse(digestOf({ rules: ofPhone }) ?? '')).toEqual({
    ...{ settings: { rules: ofPhone }, sensitive: [] },
    revisions: { phone: 2 },
  });
});
