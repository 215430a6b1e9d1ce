import type { JsonObject } from '@evenkeel/domain';
import { SeededRandom } from '@evenkeel/simulation';
import { type Phone, writePhone, withTypo } from './dirt.js';
import { DIRT, type Labelled, SHARE_OF_SOURCE, SOURCES } from './labelled.js';
import { drawAddress, drawPhone, shuffle } from './people.js';
import { COINED, LEGAL_FORMS, SYLLABLES, TRADES } from './words.js';

interface Company {
  readonly name: string;
  readonly country: string;
  readonly vatId: string;
  readonly domain: string;
  readonly phone: Phone;
  readonly address: ReturnType<typeof drawAddress>;
}

/** What drawing uses up: no two companies have one domain, unless they share it. */
interface Draws {
  readonly random: SeededRandom;
  readonly domains: Set<string>;
}

/** Of companies: it belongs to the group of the one before, with the same word in front and the same domain. */
const SISTER = 0.1;

/** Dirty companies of several sources, in a drawn order, labelled with which they are. */
export function dirtyCompanies(count: number, seed: number): readonly Labelled[] {
  const random = new SeededRandom(seed);
  const draws = { random, domains: new Set<string>() };
  const companies: Company[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const before = companies.at(-1);
    companies.push(
      before !== undefined && random.chance(SISTER) ? sisterOf(before, draws) : drawCompany(draws),
    );
  }
  const records = companies.flatMap((company, truth) =>
    Array.from({ length: SOURCES }, (_, source) => source)
      .filter(() => random.chance(SHARE_OF_SOURCE))
      .map((source) => ({ truth, source, data: write(company, random) })),
  );
  return shuffle(records, random);
}

function drawCompany(draws: Draws): Company {
  const { random, domains } = draws;
  const words = [coin(random), random.pick(TRADES)];
  if (random.chance(0.3)) words.splice(1, 0, random.pick(COINED));
  const country = random.pick(Object.keys(LEGAL_FORMS));
  const written = words
    .join(random.pick(['', '-']))
    .toLowerCase()
    .replace('ü', 'ue');
  const ends = ['com', 'de', 'eu', 'net', 'org', 'io'];
  const domain = ends.map((end) => `${written}.${end}`).find((each) => !domains.has(each));
  // Whose name is taken everywhere is named anew.
  if (domain === undefined) return drawCompany(draws);
  domains.add(domain);
  return {
    name: words.join(' '),
    country,
    vatId: drawVatId(country, random),
    domain,
    phone: drawPhone(random),
    address: drawAddress(random),
  };
}

/** Half of the names are words that others have, too. */
function coin(random: SeededRandom): string {
  if (random.chance(0.5)) return random.pick(COINED);
  return (
    random.pick(SYLLABLES) + random.pick(SYLLABLES).toLowerCase() + random.pick(['', 'a', 'o', 'ix', 'on'])
  );
}

function sisterOf(company: Company, draws: Draws): Company {
  const { random } = draws;
  const other = drawCompany(draws);
  const name = `${company.name.split(' ')[0] ?? ''} ${random.pick(TRADES)}`;
  return name === company.name ? other : { ...other, name, domain: company.domain, address: company.address };
}

function drawVatId(country: string, random: SeededRandom): string {
  return `${country}${Array.from({ length: 9 }, () => random.below(10)).join('')}`;
}

/** As one source has it. */
function write(company: Company, random: SeededRandom): JsonObject {
  const typed = (text: string) => (random.chance(DIRT.typo) ? withTypo(text, random) : text);
  const unless = (share: number, text: string) => (random.chance(share) ? null : text);
  const form = random.chance(0.8) ? ` ${random.pick(LEGAL_FORMS[company.country] ?? [])}` : '';
  const name = random.chance(0.15) ? company.name.toUpperCase() : company.name;
  const address = random.chance(DIRT.moved) ? drawAddress(random) : company.address;
  const phone = random.chance(DIRT.otherPhone) ? drawPhone(random) : company.phone;
  const vatId = random.chance(0.5) ? company.vatId : company.vatId.replace(/(\d{3})(?=\d)/g, '$1 ');
  return {
    name: `${typed(name)}${form}`,
    email: unless(
      DIRT.missing.email,
      typed(`${random.pick(['info', 'office', 'contact', 'sales'])}@${company.domain}`),
    ),
    website: unless(0.3, typed(random.pick(['', 'https://', 'http://www.', 'www.']) + company.domain)),
    vat_id: unless(0.4, typed(vatId)),
    phone: unless(DIRT.missing.phone, typed(writePhone(phone, random))),
    street: unless(DIRT.missing.street, typed(address.street)),
    zip: unless(DIRT.missing.zip, typed(address.zip)),
    city: typed(address.city),
  };
}
