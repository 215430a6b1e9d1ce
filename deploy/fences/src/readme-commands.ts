/** How a block of commands is tried: it ends by itself, it serves until it is stopped, or it is not run. */
export type HowItRuns = 'ends' | 'serves' | 'no-run';

/** One fenced block of shell commands in a document. */
export interface FencedCommands {
  readonly line: number;
  readonly commands: string;
  readonly how: HowItRuns;
}

/**
 * The `sh` blocks of a Markdown text. A word after `sh` on the fence is ours: `serves` for a block that is started and
 * left running for the blocks below it, `no-run` for one that is not tried.
 */
export function fencedCommands(markdown: string): FencedCommands[] {
  return [...markdown.matchAll(/^```sh([^\n]*)\n([\s\S]*?)^```$/gm)].map((block) => {
    const [, info = '', commands = ''] = block;
    const words = info.split(/\s+/);
    return {
      line: markdown.slice(0, block.index).split('\n').length,
      commands: commands.trim(),
      how: words.includes('no-run') ? 'no-run' : words.includes('serves') ? 'serves' : 'ends',
    };
  });
}
