/** Where a command reads from and writes to. */
export interface Terminal {
  /** One line of the result, on stdout. */
  print(line: string): void;
  /** One line for the person at the terminal, on stderr: results stay clean for pipes. */
  note(line: string): void;
  /** Whether a person watches stderr, so that a line may be drawn again and again. */
  readonly interactive: boolean;
  /** Of stdout; undefined where nothing limits a line. */
  readonly columns: number | undefined;
  /** Draws a line on stderr over the one drawn before; an empty one takes it away. */
  redraw(line: string): void;
  readAll(): Promise<string>;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}
