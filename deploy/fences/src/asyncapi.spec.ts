import { Parser } from '@asyncapi/parser';
import { eventCatalog } from '@evenkeel/contracts-messages';
import { asyncapi } from './asyncapi.js';

/** Severities of the parser count upwards from errors. */
const WARNING = 1;

it('is an AsyncAPI 3 document to the parser of AsyncAPI, with each type of event and examples that fit', async () => {
  const { document, diagnostics } = await new Parser().parse(asyncapi());
  const problems = diagnostics.filter(({ severity }) => Number(severity) <= WARNING);
  expect(problems.map(({ message, path }) => `${path.join('/')}: ${message}`)).toEqual([]);
  const told = document?.channels().get('events')?.messages().all() ?? [];
  expect(told.map((message) => message.name()).sort()).toEqual(eventCatalog.map(({ type }) => type).sort());
});
