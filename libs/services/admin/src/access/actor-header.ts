import { ACTOR_HEADER, UNNAMED_ACTOR } from '@evenkeel/contracts-admin';

/** For the operations that change something. */
export const ACTOR = {
  name: ACTOR_HEADER,
  description: `Who asks, for the trail: percent-encoded UTF-8, at most 200 characters; ${UNNAMED_ACTOR} where it is left out.`,
  schema: { type: 'string', minLength: 1, maxLength: 1800 },
};
