import { printable, type ConnectionCheck } from '@evenkeel/contracts-admin';
import { countText, writesText } from './text.js';

/** Whether a provider answers, which of its streams can be read, and what looks doubtful of them. */
export function describeCheck(name: string, { problem, streams }: ConnectionCheck): readonly string[] {
  if (streams.length === 0 && problem !== null)
    return [`${name}: ${problem.message} (${problem.code})`, `  remedy: ${problem.remedy}`];
  const doubtful = streams.some(({ doubts }) => doubts.length > 0);
  return [
    `${name}: the provider answers and takes the credentials`,
    ...streams.flatMap(describeStream),
    ...(doubtful || problem !== null
      ? [`  \`evenkeel connections try ${name}\` shows what was asked and what came`]
      : []),
  ];
}

function describeStream({
  stream,
  records,
  writes,
  doubts,
  problem,
}: ConnectionCheck['streams'][number]): readonly string[] {
  const state =
    problem === null
      ? `can be read, ${countText(records)} ${records === 1 ? 'record' : 'records'} on the first page${writesText(writes)}`
      : `cannot be read: ${problem.message} (${problem.code})`;
  return [
    `  ${stream}: ${state}`,
    ...(problem === null ? [] : [`    remedy: ${problem.remedy}`]),
    ...doubts.map((doubt) => `    doubtful: ${printable(doubt)}`),
  ];
}
