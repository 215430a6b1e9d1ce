export interface StuckMessage {
  readonly topic: string;
  readonly service: string;
  readonly key: string;
  /** As it came, so that nothing is lost even if it does not parse. */
  readonly payload: string;
  readonly attempts: number;
  readonly error: string;
}

/** Where a message goes that no handler could take. */
export abstract class StuckMessages {
  abstract keep(message: StuckMessage): Promise<void>;
}
