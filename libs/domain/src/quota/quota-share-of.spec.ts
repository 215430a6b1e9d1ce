import { TRIGGER_KINDS } from '../trigger/trigger-kind.js';
import { quotaShareOf } from './quota-share-of.js';

describe('the share of the quota that a run may use', () => {
  it.each(TRIGGER_KINDS)(
    'is the reserved one for named records, whatever asked for them: %s',
    (triggerKind) => {
      expect(quotaShareOf({ lane: 'single', triggerKind })).toBe('reserved');
    },
  );

  it('is the reserved one for what a person has started', () => {
    expect(quotaShareOf({ lane: 'bulk', triggerKind: 'manual' })).toBe('reserved');
    expect(quotaShareOf({ lane: 'preview', triggerKind: 'manual' })).toBe('reserved');
  });

  it.each(TRIGGER_KINDS.filter((kind) => kind !== 'manual'))(
    'is that of all other runs for %s',
    (triggerKind) => {
      expect(quotaShareOf({ lane: 'bulk', triggerKind })).toBe('bulk');
      expect(quotaShareOf({ lane: 'preview', triggerKind })).toBe('bulk');
    },
  );
});
