import type { JsonObject } from '@evenkeel/domain';

/*
 * What people say in a world in which likeness decides. All of it follows from id and version, so that a check can say by itself who has
 * to be one, or asked about. Addresses and names change with versions, and are had by several people, of one stream too.
 */

const ADDRESSES = 7;

/** Names that are alike in each line: the second is the first with a slip, of the third a person has to decide. */
const NAMES = [
  ['Katharina Bergmann', 'Katharina Bergman', 'Katrin Bergmeier'],
  ['Sebastian Hofstetter', 'Sebastian Hofsteter', 'Sebald Hofstadt'],
  ['Wilhelmine Lindner', 'Wilhelmine Lindener', 'Wilhelm Linde'],
  ['Marguerite Dupont', 'Marguerite Dupond', 'Margot Dupin'],
  ['Christopher Ashworth', 'Christopher Ashwort', 'Chris Ashford'],
  ['Ludovica Santoro', 'Ludovica Santorro', 'Ludwig Santos'],
] as const;

/**
 * From this number on people are a crowd: their names begin alike, so that all are found under one key, and are not alike otherwise. Only
 * worlds of many records have them.
 */
const CROWD_FROM = 20;
const CROWD_BEGINS = 'Kwo';
/** Letters of which no two are taken for one, by the number of the person. */
const FIRST_LETTER = 0x4e00;

export function isOfCrowd(id: string): boolean {
  return numberOf(id) >= CROWD_FROM;
}

function crowdSays(id: string): JsonObject {
  const nth = numberOf(id) * 2 + Number(id.startsWith('things-'));
  return { name: CROWD_BEGINS + String.fromCodePoint(FIRST_LETTER + nth).repeat(9) };
}

/** Things have names as they are, events with slips or otherwise. */
export function personSays(id: string, version: number): JsonObject {
  if (isOfCrowd(id)) return crowdSays(id);
  const address = addressOf(id, version);
  const line = NAMES[lineOf(id, version)]!;
  const name = id.startsWith('things-') ? line[0] : line[1 + (numberOf(id) % 2)]!;
  return { ...(address !== null && { email: address }), name };
}

/** Whether anything speaks for two readings being of one person, so that they are one or a person is asked. */
export function speaksForOne(one: Reading, other: Reading): boolean {
  if (isOfCrowd(one.id) || isOfCrowd(other.id)) return one.id === other.id;
  const [address, name] = [addressOf(one.id, one.version), lineOf(one.id, one.version)];
  const isSameAddress = address?.toLowerCase() === addressOf(other.id, other.version)?.toLowerCase();
  return (address !== null && isSameAddress) || name === lineOf(other.id, other.version);
}

export interface Reading {
  readonly id: string;
  readonly version: number;
}

/** Now and then there is none; events write theirs in capitals. */
export function addressOf(id: string, version: number): string | null {
  if ((numberOf(id) + version) % 5 === 0) return null;
  const isThing = id.startsWith('things-');
  const nth = (numberOf(id) + Math.floor(version / (isThing ? 2 : 3))) % ADDRESSES;
  const address = `p${nth}@example.org`;
  return isThing ? address : address.toUpperCase();
}

function lineOf(id: string, version: number): number {
  const nth = id.startsWith('things-') ? numberOf(id) : numberOf(id) + 2;
  return (nth * 5 + Math.floor(version / 2)) % NAMES.length;
}

function numberOf(id: string): number {
  return Number(id.replace(/\D/g, ''));
}
