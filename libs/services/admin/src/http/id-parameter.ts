import { z } from 'zod';

/** An id in a path. What is not even one cannot name anything, but the store would refuse it with an error of its own. */
export const idParameter = z.guid({ error: 'must be an id (a UUID), as the list of them shows it' });
