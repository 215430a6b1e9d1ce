/** Fewer are asked for at once: a statement has its price. */
const SLICE = 500;

/** How the answers to parts of a long list are had, one statement after the other, and what is made of each. */
export interface Sliced<Item, Rows, Made> {
  readonly ask: (slice: readonly Item[]) => Promise<Rows>;
  readonly read: (rows: Rows) => readonly Made[];
}

/** Asks for parts of a list: while the database works on one of them, what it answered to the one before is read. In the order of the list. */
export async function inSlices<Item, Rows, Made>(
  list: readonly Item[],
  { ask, read }: Sliced<Item, Rows, Made>,
): Promise<readonly Made[]> {
  const made: Made[] = [];
  let answered: Rows | undefined;
  const readAnswered = async () => {
    // The statement that follows is on its way by now.
    await Promise.resolve();
    if (answered !== undefined) for (const each of read(answered)) made.push(each);
  };
  for (let from = 0; from < list.length; from += SLICE)
    [answered] = await Promise.all([ask(list.slice(from, from + SLICE)), readAnswered()]);
  await readAnswered();
  return made;
}
