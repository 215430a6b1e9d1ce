import type { WriteAbilities, WriteKind } from './write-operation.js';

/** The place of an intent among those of one call. */
export interface CallPlace {
  readonly key: string;
  readonly position: number;
}

interface Grouped {
  readonly id: string;
  readonly kind: WriteKind;
}

/** Intents as calls, in their order: as many as a call of their kind takes. The key of a call is the id of its first intent. */
export function groupCalls(
  intents: readonly Grouped[],
  { batchSizes }: Pick<WriteAbilities, 'batchSizes'>,
): readonly CallPlace[] {
  const open = new Map<WriteKind, CallPlace>();
  return intents.map(({ id, kind }) => {
    const last = open.get(kind);
    const fits = last !== undefined && last.position + 1 < (batchSizes[kind] ?? 1);
    const place = fits ? { key: last.key, position: last.position + 1 } : { key: id, position: 0 };
    open.set(kind, place);
    return place;
  });
}

/**
 * A call that was refused as a whole as two of half its size; the keys of each are new. Undefined: there is only one, which is to blame.
 */
export function bisectCall<Intent>(
  intents: readonly Intent[],
  nextKey: () => string,
): readonly { readonly intent: Intent; readonly call: CallPlace }[] | undefined {
  if (intents.length < 2) return undefined;
  const half = Math.ceil(intents.length / 2);
  return [intents.slice(0, half), intents.slice(half)].flatMap((part) => {
    const key = nextKey();
    return part.map((intent, position) => ({ intent, call: { key, position } }));
  });
}
