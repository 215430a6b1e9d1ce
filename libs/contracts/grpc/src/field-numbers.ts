/** The numbers of the fields of one message: a number belongs for ever to what the field was declared as. */
export interface TakenNumbers {
  /** By declaration without the number, for example `optional string name`. */
  readonly byDeclaration: ReadonlyMap<string, number>;
  /** Those of fields that are no more. */
  readonly reserved: ReadonlySet<number>;
}

const NONE: TakenNumbers = { byDeclaration: new Map(), reserved: new Set() };

/** As protobuf keeps them for itself. */
const OWN_TO_PROTOBUF = { from: 19_000, to: 19_999 };

/** The numbers that a `.proto` file has given out, by message. It is written by {@link writeProto}, a field a line. */
export function numbersIn(proto: string): ReadonlyMap<string, TakenNumbers> {
  const taken = new Map<string, TakenNumbers>();
  for (const [, message = '', body = ''] of proto.matchAll(/^message (\w+) \{\n(.*?)^\}/gms)) {
    const fields = [...body.matchAll(/^ {2}([\w<>. ,]+) = (\d+);$/gm)];
    const reserved = [...body.matchAll(/^ {2}reserved ([\d, ]+);$/gm)];
    taken.set(message, {
      byDeclaration: new Map(fields.map(([, declaration = '', number]) => [declaration, Number(number)])),
      reserved: new Set(reserved.flatMap(([, list = '']) => list.split(',').map(Number))),
    });
  }
  return taken;
}

export interface GivenNumbers {
  readonly numbered: readonly (readonly [declaration: string, number: number])[];
  readonly reserved: readonly number[];
}

/**
 * Numbers for the declarations of a message. One that was there keeps its number; a new one, or one of another type, gets a number
 * that no field ever had, so that what an older program sends or reads is never taken for something else.
 */
export function giveNumbers(declarations: readonly string[], before: TakenNumbers = NONE): GivenNumbers {
  let last = Math.max(0, ...before.byDeclaration.values(), ...before.reserved);
  const numbered = declarations.map((declaration) => {
    const kept = before.byDeclaration.get(declaration);
    if (kept !== undefined) return [declaration, kept] as const;
    last += 1;
    if (last >= OWN_TO_PROTOBUF.from && last <= OWN_TO_PROTOBUF.to) last = OWN_TO_PROTOBUF.to + 1;
    return [declaration, last] as const;
  });
  const gone = [...before.byDeclaration].filter(([declaration]) => !declarations.includes(declaration));
  const reserved = [...before.reserved, ...gone.map(([, number]) => number)].sort(
    (one, other) => one - other,
  );
  return { numbered, reserved };
}
