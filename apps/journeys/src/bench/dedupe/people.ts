import type { JsonObject } from '@evenkeel/domain';
import { SeededRandom } from '@evenkeel/simulation';
import { type Phone, PLACEHOLDERS, writeDate, writePhone, withTypo } from './dirt.js';
import { DIRT, type Labelled, SHARE_OF_SOURCE, SOURCES } from './labelled.js';
import { CITIES, MAIL_DOMAINS, NAME_STOCKS, type NameStock, STREETS, type WrittenName } from './words.js';

interface Person {
  readonly country: string;
  readonly first: WrittenName;
  readonly middle: WrittenName;
  readonly last: WrittenName;
  readonly email: string;
  readonly phone: Phone;
  readonly born: readonly [number, number, number];
  readonly address: Address;
}

/** What drawing uses up. */
interface Draws {
  readonly random: SeededRandom;
  readonly mailboxes: Set<string>;
}

interface Address {
  readonly street: string;
  readonly zip: string;
  readonly city: string;
}

/** Of people: they live with the one before, under one address and name, and share the phone (and some the mailbox). */
const FAMILY = 0.12;
const SHARED_MAILBOX = 0.2;

/** Dirty people of several sources, in a drawn order, labelled with who they are. */
export function dirtyPeople(count: number, seed: number): readonly Labelled[] {
  const random = new SeededRandom(seed);
  const draws = { random, mailboxes: new Set<string>() };
  const records = [...drawPeople(count, draws)].flatMap((person, truth) =>
    Array.from({ length: SOURCES }, (_, source) => source)
      .filter(() => random.chance(SHARE_OF_SOURCE))
      .map((source) => ({ truth, source, data: write(person, draws) })),
  );
  return shuffle(records, random);
}

/** People one after the other: each as a store has it already, and as a new source has it, where it does. */
export function* drawCrowd({ stored, incoming, seed }: Crowd): Generator<CrowdMember> {
  const random = new SeededRandom(seed);
  const draws = { random, mailboxes: new Set<string>() };
  const strangers = incoming / 2;
  let truth = 0;
  for (const person of drawPeople(stored + strangers, draws)) {
    const isStored = truth < stored;
    const arrives = !isStored || random.chance((incoming - strangers) / stored);
    yield {
      truth,
      stored: isStored ? write(person, draws) : undefined,
      incoming: arrives ? write(person, draws) : undefined,
    };
    truth += 1;
  }
}

/** How many a store has, and how many come: half of these are of people whom it has. */
export interface Crowd {
  readonly stored: number;
  readonly incoming: number;
  readonly seed: number;
}

export interface CrowdMember {
  readonly truth: number;
  readonly stored: JsonObject | undefined;
  readonly incoming: JsonObject | undefined;
}

function* drawPeople(count: number, draws: Draws): Generator<Person> {
  let before: Person | undefined;
  for (let nth = 0; nth < count; nth += 1) {
    before =
      before !== undefined && draws.random.chance(FAMILY) ? relativeOf(before, draws) : drawPerson(draws);
    yield before;
  }
}

export function shuffle<Each>(list: readonly Each[], random: SeededRandom): readonly Each[] {
  return list
    .map((each) => ({ each, place: random.next() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ each }) => each);
}

function drawPerson(draws: Draws): Person {
  const { random } = draws;
  const stock = drawStock(random);
  const [first, last] = [random.pick(stock.first), random.pick(stock.last)];
  return {
    country: stock.country,
    first,
    middle: random.pick(stock.first),
    last,
    email: drawEmail(first, last, draws),
    phone: drawPhone(random),
    born: [1940 + random.below(65), 1 + random.below(12), 1 + random.below(28)],
    address: drawAddress(random),
  };
}

function relativeOf(person: Person, draws: Draws): Person {
  const { random } = draws;
  const other = drawPerson(draws);
  const { first: names } = NAME_STOCKS.find(({ country }) => country === person.country) as NameStock;
  const first = random.pick(names.filter((name) => name !== person.first));
  const email = random.chance(SHARED_MAILBOX) ? person.email : drawEmail(first, person.last, draws);
  return { ...person, first, middle: random.pick(names), email, born: other.born };
}

function drawStock(random: SeededRandom): NameStock {
  let left = random.next();
  return NAME_STOCKS.find(({ share }) => (left -= share) < 0) ?? (NAME_STOCKS[0] as NameStock);
}

/** No two people have one mailbox, unless they share it: who comes later has to take a number. */
function drawEmail(first: WrittenName, last: WrittenName, draws: Draws): string {
  const { random, mailboxes } = draws;
  const [name, family] = [first, last].map(({ latin }) => latin.toLowerCase().replace(/[^a-z]/g, '')) as [
    string,
    string,
  ];
  const local = random.pick([
    `${name}.${family}`,
    `${name}${family}`,
    `${name[0]}.${family}`,
    `${family}${random.below(100)}`,
  ]);
  const domain = random.pick(MAIL_DOMAINS);
  for (let number = ''; ; number = String(random.below(1000))) {
    const address = `${local}${number}@${domain}`;
    if (mailboxes.has(address)) continue;
    mailboxes.add(address);
    return address;
  }
}

export function drawPhone(random: SeededRandom): Phone {
  const country = random.pick(['DE', 'DE', 'GB', 'FR']);
  const rest = (digits: number) => Array.from({ length: digits }, () => random.below(10)).join('');
  if (country === 'DE')
    return { country, national: `${random.pick(['151', '160', '171', '176'])}${rest(8)}` };
  return {
    country,
    national: country === 'GB' ? `7${random.pick(['70', '91', '85'])}${rest(7)}` : `6${rest(8)}`,
  };
}

export function drawAddress(random: SeededRandom): Address {
  const zip = Array.from({ length: 5 }, () => random.below(10)).join('');
  return { street: `${random.pick(STREETS)} ${1 + random.below(150)}`, zip, city: random.pick(CITIES) };
}

/** As one source has it. */
function write(person: Person, draws: Draws): JsonObject {
  const { random } = draws;
  const inLatin = random.chance(DIRT.latin);
  const typed = (text: string) => (random.chance(DIRT.typo) ? withTypo(text, random) : text);
  const unless = (share: number, text: string) => (random.chance(share) ? null : text);
  const written = ({ own, latin }: WrittenName) => (inLatin ? latin : own);
  const first = written(person.first) + (random.chance(DIRT.middleName) ? ` ${written(person.middle)}` : '');
  const names = [typed(first), typed(written(person.last))];
  const [firstName, lastName] = random.chance(DIRT.swappedNames) ? names.toReversed() : names;
  const address = random.chance(DIRT.moved) ? drawAddress(random) : person.address;
  const phone = random.chance(DIRT.otherPhone) ? drawPhone(random) : person.phone;
  const email = random.chance(DIRT.otherEmail) ? drawEmail(person.first, person.last, draws) : person.email;
  const placeholder = random.chance(DIRT.placeholder);
  return {
    first_name: firstName ?? null,
    last_name: lastName ?? null,
    email: placeholder ? random.pick(PLACEHOLDERS.email) : unless(DIRT.missing.email, typed(email)),
    phone: placeholder
      ? random.pick(PLACEHOLDERS.phone)
      : unless(DIRT.missing.phone, typed(writePhone(phone, random))),
    born: unless(DIRT.missing.born, typed(writeDate(person.born))),
    street: unless(DIRT.missing.street, typed(address.street)),
    zip: unless(DIRT.missing.zip, typed(address.zip)),
    city: typed(address.city),
  };
}
