const NOTICED = new Set(['Killed', 'Timeout', 'RuntimeError', 'CompileError']);
const COUNTED = new Set([...NOTICED, 'Survived', 'NoCoverage']);

/**
 * The mutants of a report (mutation-testing-report-schema) by room, which is a folder of the domain.
 * @returns {Map<string, { noticed: number, survivors: { file: string, line: number, from: string, to: string }[] }>}
 */
export function roomsOf({ files }) {
  const rooms = new Map();
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const name = /libs\/domain\/src\/(?:([^/]+)\/)?/.exec(file)?.[1] ?? '(top)';
    const room = rooms.get(name) ?? { noticed: 0, survivors: [] };
    rooms.set(name, room);
    for (const mutant of mutants.filter(({ status }) => COUNTED.has(status))) {
      if (NOTICED.has(mutant.status)) room.noticed += 1;
      else room.survivors.push(survivor(file, source, mutant));
    }
  }
  return rooms;
}

function survivor(file, source, { location: { start, end }, replacement, mutatorName }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const from = lines
    .map((line, nth) =>
      line.slice(nth === 0 ? start.column - 1 : 0, nth === lines.length - 1 ? end.column - 1 : undefined),
    )
    .join('\n');
  return { file, line: start.line, from, to: replacement ?? mutatorName };
}

/** Noticed mutants of a hundred, over these rooms together; 100 where there are none. */
export function scoreOf(rooms) {
  const counts = [...rooms.values()];
  const noticed = counts.reduce((sum, room) => sum + room.noticed, 0);
  const survived = counts.reduce((sum, room) => sum + room.survivors.length, 0);
  return noticed + survived === 0 ? 100 : (noticed / (noticed + survived)) * 100;
}

export function showSurvivors(rooms) {
  const oneLine = (text) => text.replace(/\s+/g, ' ').slice(0, 100);
  return [...rooms.values()]
    .flatMap(({ survivors }) => survivors)
    .map(({ file, line, from, to }) => `${file}:${line}\n    - ${oneLine(from)}\n    + ${oneLine(to)}`)
    .join('\n');
}

export function showRooms(rooms) {
  const row = (name, of) => {
    const { noticed, survivors } = of;
    const score = scoreOf(new Map([[name, of]])).toFixed(1);
    return `${name.padEnd(16)} ${score.padStart(5)} %  ${String(noticed).padStart(5)} noticed  ${survivors.length} survived`;
  };
  const all = [...rooms.values()];
  const sum = {
    noticed: all.reduce((total, { noticed }) => total + noticed, 0),
    survivors: all.flatMap(({ survivors }) => survivors),
  };
  return [...[...rooms].sort().map(([name, of]) => row(name, of)), row('together', sum)].join('\n');
}
