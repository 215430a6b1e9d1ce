/** A delivery that was kept. */
export interface SeenDelivery {
  readonly id: string;
  /** What its sender called it. */
  readonly name: string;
  readonly state: string;
  readonly externalIds: readonly string[];
  /** What it became. */
  readonly triggers: readonly string[];
}

/** What there is of deliveries, and of what others are told. */
export interface ToldRows {
  readonly deliveries: readonly SeenDelivery[];
  /** What has no place among the events, and whether some that have were not told. */
  readonly untold: { readonly facts: number; readonly isUnpublished: boolean };
}

export const NOTHING_TOLD: ToldRows = {
  deliveries: [],
  untold: { facts: 0, isUnpublished: false },
};
