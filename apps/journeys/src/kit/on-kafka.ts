import { surroundings } from './env.js';

/** `describe` for journeys that start a Kafka of their own; skipped where there can be none. */
export const onKafka = surroundings.hasKafka ? describe : describe.skip;
