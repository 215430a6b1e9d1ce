import { FaultBook, type FaultCall } from './fault-book.js';
import { parseFaults } from './fault-rule.js';

const page = (number: number | null, stream = 'customers', lastPage = false): FaultCall => ({
  stream,
  page: number,
  lastPage,
});
const namesOf = (book: FaultBook, call: FaultCall, ofPath = '') => [...book.applyTo(call, ofPath).keys()];
const pattern = (book: FaultBook, calls: number) =>
  Array.from({ length: calls }, () => namesOf(book, page(1)).length).join('');

describe('rules for faults', () => {
  it('are read from one text', () => {
    expect(parseFaults('rate-limit:every=5:seconds=2, malformed:page=3,,')).toEqual([
      { name: 'rate-limit', options: { every: '5', seconds: '2' } },
      { name: 'malformed', options: { page: '3' } },
    ]);
    expect(() => parseFaults('earthquake')).toThrow('There is no fault "earthquake"; known are latency, ');
  });

  it('apply to every n-th call, so often at most, or after so many', () => {
    expect(pattern(new FaultBook('hang:every=3'), 7)).toBe('0010010');
    expect(pattern(new FaultBook('hang:times=2'), 4)).toBe('1100');
    expect(pattern(new FaultBook('hang:after=2'), 4)).toBe('0011');
    expect(pattern(new FaultBook('hang:after=1:every=2:times=1'), 6)).toBe('010000');
  });

  it('apply to one page or one stream', () => {
    const book = new FaultBook('html:page=2,hang:stream=devices');
    expect(namesOf(book, page(1))).toEqual([]);
    expect(namesOf(book, page(2))).toEqual(['html']);
    expect(namesOf(book, page(null))).toEqual([]);
    expect(namesOf(book, page(2, 'devices'))).toEqual(['html', 'hang']);
  });

  it('let a loop begin at the last page unless told otherwise', () => {
    expect(namesOf(new FaultBook('cursor-loop'), page(3))).toEqual([]);
    expect(namesOf(new FaultBook('cursor-loop'), page(4, 'customers', true))).toEqual(['cursor-loop']);
    expect(namesOf(new FaultBook('cursor-loop:page=3'), page(3))).toEqual(['cursor-loop']);
  });

  it('of a path count for that path only, and can be replaced for all', () => {
    const book = new FaultBook('hang');
    expect(namesOf(book, page(1), 'html:times=1')).toEqual(['hang', 'html']);
    book.replace('');
    expect(namesOf(book, page(1), 'html:times=1')).toEqual([]);
    expect(namesOf(book, page(1), 'html:times=2')).toEqual(['html']);
  });
});
