import { pageFetched, type PageFetched } from '@evenkeel/contracts-messages';
import { canonicalText, parseJson } from '@evenkeel/domain';
import fc from 'fast-check';
import { fromRecord, toRecord } from './message-format.js';

const carried = (payload: PageFetched) =>
  fromRecord(pageFetched, Buffer.from(toRecord(pageFetched, payload, 'a spec').value)) as PageFetched;
const pageOf = (text: string): PageFetched => {
  const [record] = pageFetched.example.records;
  return { ...pageFetched.example, records: [{ ...record!, data: parseJson(text) }] };
};

describe('a page as a Kafka record', () => {
  it('carries every number with all of its digits', () => {
    const number = fc.stringMatching(/^-?(?:0|[1-9]\d{0,24})(?:\.\d{1,25})?(?:[eE][+-]?[1-9]?\d{1,2})?$/);
    fc.assert(
      fc.property(number, (text) => {
        const page = pageOf(`{"n":[${text}]}`);
        const textOf = ({ records }: PageFetched) => canonicalText(records[0]!.data);
        expect(textOf(carried(page))).toBe(textOf(page));
      }),
    );
  });

  it('carries a number that is too long as it came, for its record alone to be rejected', () => {
    const page = pageOf('{"n":1e131071}');
    expect(canonicalText(carried(page).records[0]!.data)).toBe('{"n":1e131071}');
  });
});
