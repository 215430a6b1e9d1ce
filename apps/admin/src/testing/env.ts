/** How many requests `npm run fuzz` asks for, and with which seed; undefined: it is a run of all specs. */
export function fuzzSettings(): { readonly cases: number | undefined; readonly seed: number | undefined } {
  const { EVENKEEL_FUZZ_CASES: cases, EVENKEEL_FUZZ_SEED: seed } = process.env;
  return {
    cases: cases === undefined ? undefined : Number(cases),
    seed: seed === undefined ? undefined : Number(seed),
  };
}
