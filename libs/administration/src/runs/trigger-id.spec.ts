import { OPERATIONS } from '@evenkeel/contracts-admin';
import { Sha256Digest } from '@evenkeel/adapter-node-runtime';
import { triggerIdFor } from './trigger-id.js';

const triggerIds = OPERATIONS.requestRun.answer.shape.id;
const digest = new Sha256Digest();

describe('triggerIdFor', () => {
  it('gives the same id for the same key, and a valid one', () => {
    for (let i = 0; i < 200; i++) {
      const id = triggerIdFor(digest, 'job', `key ${i}`);
      expect(triggerIds.safeParse(id).success).toBe(true);
      expect(triggerIdFor(digest, 'job', `key ${i}`)).toBe(id);
    }
  });

  it('gives different ids for different keys and jobs', () => {
    const ids = ['a', 'b'].flatMap((job) => ['1', '2'].map((key) => triggerIdFor(digest, job, key)));
    expect(new Set(ids).size).toBe(4);
  });
});
