/** How long a stream goes on before its caller is looked at again. */
const TRUSTED_MS = 10_000;

/** What is told for as long as its caller may hear it: looked at again before what is told next. Ends where it may no longer. */
export async function* whileAdmitted<Told>(
  told: AsyncIterable<Told>,
  { now, isAdmitted }: { readonly now: () => number; readonly isAdmitted: () => Promise<boolean> },
): AsyncGenerator<Told> {
  let looked = now();
  for await (const each of told) {
    if (now() - looked >= TRUSTED_MS) {
      if (!(await isAdmitted())) return;
      looked = now();
    }
    yield each;
  }
}
