import { expect, given, refusal, type Api } from './client.mjs';

/** What `evenkeel export`, `validate`, `diff` and `apply` do. */
export async function keepDocuments(api: Api): Promise<void> {
  const schema = await given(api.GET('/api/v1/configuration/schema'));
  expect('$schema' in schema, 'editors are given a schema');
  const exported = await given(api.GET('/api/v1/configuration'));
  expect(exported.documents.length > 0, 'what is there is written as documents');
  const again = { documents: exported.documents.map((content) => ({ content })) };
  const same = await given(api.POST('/api/v1/configuration/applications', { body: again }));
  expect(same.applied && same.changes.length === 0, 'which change nothing');
  const metadata = { name: 'as-code' };
  const content = { apiVersion: 'evenkeel.dev/v1', kind: 'RecordType', metadata, spec: {} };
  const body = { documents: [{ origin: 'types.yaml:1', content }], set: 'strict' };
  const told = await given(api.POST('/api/v1/configuration/validations', { body }));
  expect(told.ok && told.problems.length === 0, 'nothing is wrong with it');
  const plan = await given(api.POST('/api/v1/configuration/diffs', { body }));
  expect(plan.changes[0]?.origin === 'types.yaml:1' && !plan.applied, 'what would be added is told');
  await given(api.POST('/api/v1/configuration/applications', { body }));
  const path = { recordType: 'as-code' };
  const removal = api.DELETE('/api/v1/record-types/{recordType}', { params: { path } });
  expect((await refusal(removal)).code === 'request.managed', 'it is not removed by hand');
  const nothing = { documents: [], set: 'strict', prune: true };
  const slip = api.POST('/api/v1/configuration/applications', { body: nothing });
  expect((await refusal(slip)).code === 'request.invalid', 'a forgotten list removes nothing');
  const meant = { ...nothing, force: true };
  const pruned = await given(api.POST('/api/v1/configuration/applications', { body: meant }));
  expect(pruned.changes[0]?.action === 'remove', 'it goes with its document');
}
