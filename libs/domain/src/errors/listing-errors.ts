import type { CatalogedError } from './cataloged-error.js';

/** A provider whose listing leads nowhere or has no end. */
export const listingErrors = {
  'provider.cursors_too_short': {
    errorClass: 'config',
    meaning: 'The cursors of a listing expire before it ends, each time that it starts over.',
    remedy:
      'Let the listing end sooner: with larger pages (`evenkeel jobs change JOB --page-size N`), a faster quota, or slices of the stream.',
  },
  'provider.page_loop': {
    errorClass: 'config',
    meaning: 'The listing came back to a page it had already given: it would never end.',
    remedy: 'Correct the pagination of the stream: the provider ignores or repeats the cursor it is sent.',
  },
  'provider.page_repeated': {
    errorClass: 'config',
    meaning: 'The provider gave the same page again although it was asked for the next one.',
    remedy:
      'If the second page is the first one again, its page or offset parameter is ignored: correct the pagination of the stream. If it is the last page that comes again behind the end, say so (for `rest`: `"end": {"kind": "repeatedPage"}` of the pagination).',
  },
  'provider.listing_shifted': {
    errorClass: 'transient',
    meaning:
      'Records moved from one page to another while they were listed, so one may have been missed: the listing started over. Where it ' +
      'moves each time, the run says that this is perhaps not everything.',
    remedy:
      'Nothing, where it happens now and then. Otherwise have the provider list in an order that does not change (by id), or by a cursor.',
  },
  'provider.listing_endless': {
    errorClass: 'config',
    meaning:
      'A listing goes on far beyond what the provider says that it has, or beyond ten times what was here and 10,000 records. What was ' +
      'applied stays; nothing is taken for gone, and the watermark stays.',
    remedy:
      'Look at its pages: they may be made up, or the cursor may lead nowhere. If there are so many now, or the total means something else, say how many may come (`evenkeel jobs change JOB --max-records N`), and run the job again.',
  },
  'provider.cursor_expired': {
    errorClass: 'conflict',
    meaning: 'The provider no longer knows the cursor that it gave for the next page.',
    remedy:
      'Nothing: the listing starts over. If it happens every time, use a larger page size or a faster quota, so that the listing ends before its cursors do.',
  },
  'provider.page_empty': {
    errorClass: 'config',
    meaning: 'The provider gave page after page without a record, each with the cursor of a next one.',
    remedy: 'Correct the pagination of the stream, or its filter: the listing does not say where it ends.',
  },
} as const satisfies Record<string, CatalogedError>;
