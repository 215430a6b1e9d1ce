import type { AuditEntry } from '@evenkeel/domain';
import type { AuditEnd, AuditFilter } from '@evenkeel/ports';
import { newId, someConnection } from './testing/store-fixtures.js';
import type { StoreConformance, StoreWorld } from './testing/store-world.js';

const DONE: AuditEnd = { outcome: 'done', code: null };
const REFUSED: AuditEnd = { outcome: 'refused', code: 'request.forbidden' };
const EVERYTHING: AuditFilter = { actor: null, operation: null, outcome: null, since: null };

export function describeAudit({ open }: StoreConformance): void {
  let world: StoreWorld;
  let tenantId: string;
  beforeEach(async () => {
    world = await open();
    tenantId = await world.addTenant();
  });
  const someEntry = (changes: Partial<AuditEntry> = {}): AuditEntry => ({
    ...{ requestId: newId(), tenantId, actor: 'ada', claimed: null, address: '10.1.2.3' },
    ...{ operation: 'addConnection', target: { connection: 'shop' } },
    ...changes,
  });
  const list = (filter: Partial<AuditFilter> = {}, of = tenantId) =>
    world.store
      .of(of)
      .read((tx) => tx.audit.list({ ...EVERYTHING, ...filter }, { after: null, limit: 10 }))
      .then(({ items }) => items);

  describe('the audit log', () => {
    it('has what a transaction changed for a request, and nothing of one that was taken back', async () => {
      const entry = someEntry();
      const connection = someConnection({ tenantId });
      const add = (fail: boolean) =>
        world.store.of(tenantId).transaction(async (tx) => {
          await tx.audit.begin(entry.requestId);
          await tx.connections.insert(connection, 'sealed text');
          await tx.audit.note(entry, DONE, true);
          if (fail) throw new Error('taken back');
        });
      await expect(add(true)).rejects.toThrow('taken back');
      expect(await list()).toEqual([]);
      await add(false);
      const [noted, ...others] = await list();
      expect(others).toEqual([]);
      expect(noted).toMatchObject({
        actor: 'ada',
        operation: 'addConnection',
        target: { connection: 'shop' },
      });
      const subjects = noted?.changes.map(({ subject, before }) => ({ subject, before }));
      expect(subjects).toEqual([
        { subject: 'connection', before: null },
        { subject: 'credential', before: null },
      ]);
      expect(JSON.stringify(noted)).not.toContain('sealed text');
    });

    it('does not have what was changed for no request', async () => {
      await world.store.of(tenantId).transaction(async (tx) => {
        await tx.audit.begin(newId());
        await tx.connections.insert(someConnection({ tenantId }), null);
      });
      await world.store
        .of(tenantId)
        .transaction((tx) => tx.connections.insert(someConnection({ tenantId, name: 'other' }), null));
      const entry = someEntry();
      await world.system.transaction((tx) => tx.audit.note(entry, REFUSED, false));
      expect(await list()).toMatchObject([{ ...REFUSED, changes: [] }]);
    });

    it('notes a transaction that only read where it is told to, and each outcome of a request once', async () => {
      const entry = someEntry();
      const note = (end: AuditEnd, ifWritten: boolean) =>
        world.system.transaction((tx) => tx.audit.note(entry, end, ifWritten));
      expect(await note(DONE, true)).toBe(false);
      expect(await note(DONE, false)).toBe(true);
      expect(await note(DONE, false)).toBe(false);
      expect(await note(REFUSED, false)).toBe(true);
      expect((await list()).map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
      expect(await list({ outcome: 'done', operation: 'addConnection', actor: 'ada' })).toHaveLength(1);
      expect(await list({ actor: 'eve' })).toEqual([]);
      expect(await list({ operation: 'addJob' })).toEqual([]);
    });

    it('shows a tenant its own, and the first one what callers did that were not known', async () => {
      const strange = someEntry({ tenantId: null, actor: 'unknown' });
      for (const entry of [strange, someEntry()])
        await world.system.transaction((tx) => tx.audit.note(entry, REFUSED, false));
      expect((await list()).map(({ actor }) => actor)).toEqual(['ada']);
      expect((await list({}, '00000000-0000-0000-0000-000000000001')).map(({ actor }) => actor)).toEqual([
        'unknown',
      ]);
    });
  });
}
