/**
 * What people let a connection, or the whole engine, do. `paused`: nothing is read, and runs under way are held. `stopped`:
 * in addition nothing new is opened; what asks for a run meanwhile is answered later.
 */
export const CONTROL_STATES = ['running', 'paused', 'stopped'] as const;
export type ControlState = (typeof CONTROL_STATES)[number];

export interface Control {
  readonly state: ControlState;
  /** Who said so last; null where it never was. */
  readonly actor: string | null;
  readonly changedAt: Date | null;
}

/** What holds for the runs of one connection. */
export interface Controls {
  readonly engine: ControlState;
  readonly connection: ControlState;
}

/** Who keeps a paused execution from going on. */
export const HOLDERS = ['user', 'connection', 'engine'] as const;
export type Holder = (typeof HOLDERS)[number];

export function holderOf({ engine, connection }: Controls): Exclude<Holder, 'user'> | null {
  if (engine !== 'running') return 'engine';
  return connection === 'running' ? null : 'connection';
}
