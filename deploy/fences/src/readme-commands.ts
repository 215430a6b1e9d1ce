/** One fenced block of shell commands in a document. */
export interface FencedCommands {
  readonly line: number;
  readonly commands: string;
  /** False when the fence says `no-run`. */
  readonly runs: boolean;
}

/** The `sh` blocks of a Markdown text. Words after `sh` on the fence are ours: `no-run` keeps a block from running. */
export function fencedCommands(markdown: string): FencedCommands[] {
  return [...markdown.matchAll(/^```sh([^\n]*)\n([\s\S]*?)^```$/gm)].map(
    ({ 0: block, 1: info, 2: commands, index }) => ({
      line: markdown.slice(0, index).split('\n').length,
      commands: (commands ?? block).trim(),
      runs: !(info ?? '').split(/\s+/).includes('no-run'),
    }),
  );
}
