import { isJsonObject } from '@evenkeel/domain';
import type { z } from 'zod';

/**
 * A rule over several fields is asked wherever these fields are sound by themselves, so that it is told together with what is wrong
 * elsewhere. Left to itself, the library asks it only where nothing else is wrong.
 */
export function whenSound(...fields: readonly string[]): {
  readonly when: (read: z.core.ParsePayload) => boolean;
} {
  return {
    when: ({ value, issues }) =>
      isJsonObject(value) && !issues.some(({ path = [] }) => fields.includes(String(path[0]))),
  };
}
