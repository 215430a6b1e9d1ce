/** Where sealed texts are kept, in the order in which they are sealed again: what stays the same first. */
export const SEALED_KINDS = [
  'kept_key',
  'credentials',
  'access_token',
  'model_key',
  'channel_secret',
  'webhook_secret',
] as const;
export type SealedKind = (typeof SEALED_KINDS)[number];

/** How far all sealed texts were walked through: behind `at` among those of `kind`. */
export interface RotationPlace {
  readonly kind: SealedKind;
  readonly at: string;
}

/** Where a walk begins. */
export const FIRST_PLACE: RotationPlace = { kind: SEALED_KINDS[0], at: '' };

/** Where a walk goes on after `read`, of which there were asked for `limit`; null: it is through. */
export function placeAfter(
  { kind }: RotationPlace,
  read: readonly { readonly at: string }[],
  limit: number,
): RotationPlace | null {
  const last = read.at(-1);
  if (last !== undefined && read.length === limit) return { kind, at: last.at };
  const next = SEALED_KINDS[SEALED_KINDS.indexOf(kind) + 1];
  return next === undefined ? null : { kind: next, at: '' };
}

export function placeToText({ kind, at }: RotationPlace): string {
  return `${kind}:${at}`;
}

/** Undefined where the text names no place. */
export function placeFromText(text: string): RotationPlace | undefined {
  const [name, ...rest] = text.split(':');
  const kind = SEALED_KINDS.find((each) => each === name);
  return kind === undefined || rest.length === 0 ? undefined : { kind, at: rest.join(':') };
}
