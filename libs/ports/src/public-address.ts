/** Where people reach the admin API, for links in what they are told. */
export abstract class PublicAddress {
  /** Without a slash at its end; null: it is not known, and nothing links. */
  abstract readonly url: string | null;
}
