import type { EventType, SubjectKind } from '@evenkeel/domain';
import type { z } from 'zod';

/** One type of event: what it says to other systems. */
export interface EventDefinition<Data extends z.ZodType = z.ZodType> {
  readonly type: EventType;
  /** One sentence for `docs/events.md`. */
  readonly summary: string;
  /** What its sequence counts. */
  readonly subject: SubjectKind;
  readonly data: Data;
  /** Must parse for as long as this version of the topic lives. */
  readonly example: z.input<Data>;
}

export function lifecycleEvent<Data extends z.ZodType>(
  definition: EventDefinition<Data>,
): EventDefinition<Data> {
  return definition;
}
