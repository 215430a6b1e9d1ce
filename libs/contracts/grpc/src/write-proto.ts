import { giveNumbers, numbersIn, type TakenNumbers } from './field-numbers.js';
import { answerShape, methods, requestShape, type Method } from './methods.js';
import {
  HELD,
  hasNullMark,
  isHeld,
  nullMarkOf,
  pascalCase,
  wireName,
  type FieldShape,
  type ObjectShape,
  type ValueShape,
} from './shape.js';

const SCALARS = {
  text: 'string',
  whole: 'int64',
  number: 'double',
  flag: 'bool',
  'flag text': 'bool',
  json: 'string',
} as const;

/** A field as it is declared but for its number, and what it is for. */
interface Declared {
  readonly declaration: string;
  readonly comment: string;
}

interface Message {
  readonly name: string;
  readonly comment: string;
  readonly fields: readonly Declared[];
}

const HEAD = `// The admin API of Evenkeel over gRPC: every operation that it has over HTTP. docs/grpc.md tells how it is used.
// Written by \`npm run generate\` from the table of operations. The numbers of fields are kept from what is in this file: it is
// never written anew, and numbers of fields that are gone stay reserved.
syntax = "proto3";

package evenkeel.admin.v1;
`;

/** The \`.proto\` file of the admin API; \`before\` is what there was, whose numbers stay. Throws where two messages have one name. */
export function writeProto(before: string): string {
  const messages = new Map<string, Message>();
  const rpcs = methods.map((method) => {
    const [request, answer] = [requestShape(method), answerShape(method)];
    collect(request, messages);
    collect(answer, messages);
    return rpcOf(method, request, answer);
  });
  const taken = numbersIn(before);
  const sorted = [...messages.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  const service = `${comment('Every operation of the admin API.', '')}service Admin {\n${rpcs.join('\n')}}\n`;
  return [HEAD, service, ...sorted.map((message) => textOf(message, taken.get(message.name)))].join('\n');
}

function rpcOf({ name, operation, isStream }: Method, request: ObjectShape, answer: ObjectShape): string {
  const told = isStream ? `stream ${answer.name}` : answer.name;
  const about = isStream ? `Follows what \`${pascalCase(operation.id)}\` lists.` : operation.summary;
  const description = isStream ? '' : `\n${operation.description}`;
  const safety = operation.idempotent === 'yes' ? 'IDEMPOTENT' : undefined;
  const level = operation.method === 'GET' ? 'NO_SIDE_EFFECTS' : safety;
  const options = level === undefined ? ';' : ` {\n    option idempotency_level = ${level};\n  }`;
  return `${comment(`${about}${description}`, '  ')}  rpc ${name}(${request.name}) returns (${told})${options}\n`;
}

function collect(shape: ObjectShape, messages: Map<string, Message>): void {
  const known = messages.get(shape.name);
  const message = messageOf(shape);
  if (known !== undefined) {
    if (JSON.stringify(known) === JSON.stringify(message)) return;
    throw new Error(`Two messages would be called ${shape.name}`);
  }
  messages.set(shape.name, message);
  for (const field of shape.fields) {
    const inner = objectIn(field.shape);
    if (inner !== undefined) collect(inner, messages);
    if (isHeld(field)) collectHolder(field, messages);
  }
}

function collectHolder({ shape }: FieldShape, messages: Map<string, Message>): void {
  const name = holderOf(shape);
  const fields = [{ declaration: `${typeOf(shape)} ${HELD}`, comment: '' }];
  messages.set(name, { name, comment: 'What may be missing, which is not the same as being empty.', fields });
}

function objectIn(shape: ValueShape): ObjectShape | undefined {
  if (shape.kind === 'object') return shape;
  return shape.kind === 'list' || shape.kind === 'map' ? objectIn(shape.of) : undefined;
}

function messageOf({ name, description, fields }: ObjectShape): Message {
  return { name, comment: description, fields: fields.flatMap(declare) };
}

function declare(field: FieldShape): readonly Declared[] {
  const value = { declaration: `${declaredType(field)} ${wireName(field)}`, comment: commentOf(field) };
  if (!hasNullMark(field)) return [value];
  const mark = {
    declaration: `optional bool ${nullMarkOf(field)}`,
    comment: `True says null for the one before.`,
  };
  return [value, mark];
}

function commentOf({ description, shape, isNullable, isOptional, side }: FieldShape): string {
  const isText = wireName({ name: 'x', shape }) !== 'x';
  const missing = isNullable && !isOptional && side === 'output' ? ' Left out where it is null.' : '';
  return `${description}${isText ? ' The text of JSON.' : ''}${missing}`.trim();
}

function declaredType(field: FieldShape): string {
  const { shape } = field;
  if (isHeld(field)) return holderOf(shape);
  const isScalar = shape.kind !== 'object' && shape.kind !== 'list' && shape.kind !== 'map';
  return `${isScalar ? 'optional ' : ''}${typeOf(shape)}`;
}

function typeOf(shape: ValueShape): string {
  switch (shape.kind) {
    case 'object':
      return shape.name;
    case 'list':
      return `repeated ${typeOf(shape.of)}`;
    case 'map':
      return `map<string, ${typeOf(shape.of)}>`;
    default:
      return SCALARS[shape.kind];
  }
}

function holderOf(shape: ValueShape): string {
  if (shape.kind !== 'list' && shape.kind !== 'map') return '';
  const { of } = shape;
  const entry = of.kind === 'object' ? of.name : pascalCase(of.kind);
  return `${pascalCase(shape.kind)}Of${entry}`;
}

function textOf({ name, comment: about, fields }: Message, taken: TakenNumbers | undefined): string {
  const { numbered, reserved } = giveNumbers(
    fields.map(({ declaration }) => declaration),
    taken,
  );
  const lines = numbered.map(
    ([declaration, number], index) =>
      `${comment(fields[index]?.comment ?? '', '  ')}  ${declaration} = ${number};\n`,
  );
  const kept = reserved.length === 0 ? '' : `  reserved ${reserved.join(', ')};\n`;
  return `${comment(about, '')}message ${name} {\n${kept}${lines.join('')}}\n`;
}

const WIDTH = 120;

function comment(text: string, indent: string): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n').filter((each) => each.trim() !== '')) {
    let line = '';
    for (const word of paragraph.split(/\s+/)) {
      if (line !== '' && indent.length + 3 + line.length + 1 + word.length > WIDTH) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines.map((line) => `${indent}// ${line}\n`).join('');
}
