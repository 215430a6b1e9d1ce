/** A step of a seed does not end: which seed, at which step, and what the server processes of its transactions do. */
export class StoodStill extends Error {}

/** Rejects with {@link StoodStill} and what `why` tells if the work takes longer, in real milliseconds. */
export async function withinTime<T>(work: Promise<T>, withinMs: number, why: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoodStill(why())), withinMs);
  });
  // What comes of the work after it was given up is told to none.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
