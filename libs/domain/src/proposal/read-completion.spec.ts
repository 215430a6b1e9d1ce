import fc from 'fast-check';
import type { JsonValue } from '../json.js';
import { readCompletion } from './read-completion.js';

const completion = (message: JsonValue, more: object = {}) =>
  readCompletion({ choices: [{ message, finish_reason: 'stop', ...more }], usage: { total_tokens: 12 } });

describe('an answer of a server of chat completions', () => {
  it('is what the model wrote, and what it took', () => {
    expect(completion({ role: 'assistant', content: '{}' })).toEqual({
      kind: 'text',
      text: '{}',
      tokens: 12,
    });
  });

  it.each([
    [completion({ content: '{' }, { finish_reason: 'length' }), 'the answer of the model was cut off'],
    [completion({ content: '{}', refusal: 'I cannot' }), 'the model refused to answer'],
    [completion({ content: null }, { finish_reason: 'content_filter' }), 'the model refused to answer'],
    [completion({ content: ' ' }), 'the answer of the model is empty'],
    [completion({ content: ['{}'] }), 'the answer of the model is empty'],
    [completion(null), 'the server answered something else than a chat completion'],
  ])('%#', (reading, cause) => {
    expect(reading).toEqual({ kind: 'unreadable', cause, tokens: 12 });
  });

  it.each([[-1], [0], [1.5], [1e9], ['7'], [null]])('is not believed that it took %j tokens', (total) => {
    expect(readCompletion({ choices: [], usage: { total_tokens: total } }).tokens).toBeNull();
  });

  it('is read whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(['text', 'unreadable']).toContain(readCompletion(body as JsonValue).kind);
      }),
    );
  });
});
