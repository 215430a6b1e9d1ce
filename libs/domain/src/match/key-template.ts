import type { KeyShape } from './match-alternatives.js';
import { LONGEST_KEY } from './match-key.js';
import type { Readings } from './match-reading.js';
import type { BlockingField, MatchComparison } from './match-settings.js';
import type { MatchTerm } from './match-term.js';
import type { KeyTemplate, ReadWords } from './read-words.js';

interface TemplateSettings extends KeyShape {
  readonly rule: string;
  /** Which key of the rule it is: keys of two templates are never equal. */
  readonly position: number;
}

interface KeyPiece {
  readonly term: MatchTerm;
  readonly textsOf: (reading: ReadWords) => readonly string[];
}

const DEFAULT_PREFIX = 4;

export function compileTemplate(
  { rule, position, role, parts }: TemplateSettings,
  readings: Readings,
): KeyTemplate {
  const compiled = parts.map((part) => compilePiece(part, readings));
  const sensitive = compiled.some(({ term }) => term.sensitive);
  return (reading) =>
    combine(compiled.map(({ textsOf }) => textsOf(reading)))
      .map((texts) => `${position}${JSON.stringify(texts)}`)
      .filter((text) => text.length <= LONGEST_KEY)
      .map((text) => ({ rule, role, text, sensitive }));
}

function compilePiece(part: BlockingField | MatchComparison, readings: Readings): KeyPiece {
  const term = readings.term(part);
  if (part.by === 'phonetic') return { term, textsOf: (reading) => reading.codesOf(term) };
  const length = part.by === 'prefix' ? (part.length ?? DEFAULT_PREFIX) : undefined;
  return {
    term,
    textsOf: (reading) => {
      const text = reading.textOf(term);
      if (text === '') return [];
      return [length === undefined ? text : beginningOf(text, length)];
    },
  };
}

/** So many letters of it, where a letter beyond the basic plane is one, too. */
function beginningOf(text: string, letters: number): string {
  let end = 0;
  for (let letter = 0; letter < letters && end < text.length; letter += 1)
    end += (text.codePointAt(end) as number) > 0xffff ? 2 : 1;
  return text.slice(0, end);
}

/** One of each, in every way; none where one of them has none. */
function combine(choices: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return choices.reduce<readonly (readonly string[])[]>(
    (begun, texts) => begun.flatMap((each) => texts.map((text) => [...each, text])),
    [[]],
  );
}
