import type { z } from 'zod';

/** One environment variable, as the parser and `docs/config.md` need to know it. */
export interface Variable<Value = unknown> {
  /** One sentence: what it decides. */
  readonly meaning: string;
  /** What a right value looks like, as advice to a person who gave a wrong one. */
  readonly remedy: string;
  /** Gets the text, or undefined when the variable is unset or empty. */
  readonly schema: z.ZodType<Value>;
  /** For the documentation; absent if there is none. */
  readonly defaultText?: string;
  /** Its value is never printed. */
  readonly secret?: true;
}

/** Keeps the type of the value. */
export const variable = <Value>(definition: Variable<Value>): Variable<Value> => definition;

export type Variables = Readonly<Record<string, Variable>>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** The parsed values, under the names of the variables. */
export type ValuesOf<Set extends Variables> = {
  readonly [Name in keyof Set]: Set[Name] extends Variable<infer Value> ? Value : never;
};

export interface VariableProblem {
  readonly name: string;
  readonly message: string;
  readonly remedy: string;
}

/** Lists every wrong variable at once, so that five mistakes do not take five starts to find. */
export class WrongEnvironment extends Error {
  constructor(readonly problems: readonly VariableProblem[]) {
    const lines = problems.map(({ name, message, remedy }) => `  ${name}: ${message}\n    ${remedy}`);
    super(
      `The environment is not usable:\n${lines.join('\n')}\nAll variables are described in docs/config.md.`,
    );
    this.name = 'WrongEnvironment';
  }
}

/** Throws {@link WrongEnvironment}. */
export function readVariables<Set extends Variables>(
  variables: Set,
  environment: Environment,
): ValuesOf<Set> {
  const problems: VariableProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    // Compose files hand over unset variables as empty ones.
    const text = environment[name]?.trim() || undefined;
    const parsed = variable.schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ name, message: describe(text, variable), remedy: variable.remedy });
  }
  if (problems.length > 0) throw new WrongEnvironment(problems);
  return values as ValuesOf<Set>;
}

function describe(text: string | undefined, variable: Variable): string {
  if (text === undefined) return 'is missing';
  return variable.secret ? 'has a value that cannot be used' : `"${text}" cannot be used`;
}
