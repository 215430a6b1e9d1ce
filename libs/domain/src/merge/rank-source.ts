/** The place of a source (`connection/stream`) in a ranking: a stream by its own name, else by that of its connection; what is not in the ranking is trusted least. */
export function rankSource(ranking: readonly string[], source: string): number {
  const connection = source.split('/', 1)[0] ?? source;
  const [stream, all] = [ranking.indexOf(source), ranking.indexOf(connection)];
  if (stream !== -1) return stream;
  return all === -1 ? ranking.length : all;
}
