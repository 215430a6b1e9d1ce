import type { JsonObject } from '@evenkeel/domain';

/** A record of one of several sources, with what is true of it. */
export interface Labelled {
  /** Who or what it is about. */
  readonly truth: number;
  /** One source has each person once. */
  readonly source: number;
  readonly data: JsonObject;
}

/** How dirty the sources are: the share of records, or of fields, to which it happens. */
export const DIRT = {
  /** Of each text that is typed in. */
  typo: 0.2,
  missing: { email: 0.12, phone: 0.15, born: 0.25, street: 0.1, zip: 0.1 },
  swappedNames: 0.05,
  moved: 0.1,
  otherEmail: 0.1,
  otherPhone: 0.1,
  placeholder: 0.03,
  middleName: 0.05,
  /** Of people with two scripts or accents: written in Latin letters without accents. */
  latin: 0.4,
};

export const SOURCES = 3;
/** Of the people, how many each source has. */
export const SHARE_OF_SOURCE = 0.6;
