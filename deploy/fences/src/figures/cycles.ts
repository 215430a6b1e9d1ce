/** What each file imports, by path. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/**
 * Groups of files that import one another, directly or on the way through others: the strongly connected components of
 * more than one file, by Tarjan's algorithm (Depth-first search and linear graph algorithms, 1972).
 */
export function findCycles(graph: ImportGraph): string[][] {
  const search = new TarjanSearch(graph);
  for (const file of graph.keys()) search.visit(file);
  return search.components.filter((component) => component.length > 1).map((component) => component.sort());
}

class TarjanSearch {
  readonly components: string[][] = [];
  private readonly index = new Map<string, number>();
  private readonly low = new Map<string, number>();
  private readonly stack: string[] = [];
  private readonly onStack = new Set<string>();

  constructor(private readonly graph: ImportGraph) {}

  visit(file: string): void {
    if (this.index.has(file)) return;
    const index = this.index.size;
    this.index.set(file, index);
    this.low.set(file, index);
    this.stack.push(file);
    this.onStack.add(file);
    for (const imported of this.graph.get(file) ?? []) this.follow(file, imported);
    if (this.low.get(file) === index) this.components.push(this.takeDownTo(file));
  }

  private follow(file: string, imported: string): void {
    const isNew = !this.index.has(imported);
    this.visit(imported);
    const reached = isNew
      ? this.low.get(imported)
      : this.onStack.has(imported)
        ? this.index.get(imported)
        : undefined;
    if (reached !== undefined) this.low.set(file, Math.min(this.low.get(file) ?? reached, reached));
  }

  private takeDownTo(file: string): string[] {
    const component = this.stack.splice(this.stack.indexOf(file));
    for (const member of component) this.onStack.delete(member);
    return component;
  }
}
