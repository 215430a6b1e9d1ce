import { SHAPE_CHANGES, VALUE_CLASSES, type ShapeChangeKind, type ValueClass } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';
import { listOf } from './list.js';

const valueClass = z.enum(Object.keys(VALUE_CLASSES) as [ValueClass, ...ValueClass[]]);
const PATH_SAYS =
  'Dotted path, as a mapping writes it; `*` for entries of a list and for names that are data.';

const shapeChange = z
  .object({
    kind: z
      .enum(Object.keys(SHAPE_CHANGES) as [ShapeChangeKind, ...ShapeChangeKind[]])
      .describe(
        '`appeared`: a new path; `flipped`: a new class at a path; `folded`: its names became too many to be told apart; `widened`: whole numbers, now others too; `nullable`: now also null.',
      ),
    path: z.string().describe(PATH_SAYS),
    before: z.array(valueClass).describe('Classes of values that were known there.'),
    after: z.array(valueClass).describe('Those that are known since.'),
    text: z.string().describe('The same in words.'),
  })
  .meta({ id: 'ShapeChange', description: 'One thing in which records differ from those before.' });
export type ShapeChangeView = z.output<typeof shapeChange>;

const shapePlace = z
  .object({
    path: z.string().describe(PATH_SAYS),
    classes: z.array(valueClass).describe('Classes of the values that were seen there.'),
    present: z.int().describe('How many values were seen there.'),
    of: z.int().describe('In how many records, or objects that hold the path, it could have been.'),
    seenOn: z.string().describe('The day on which it was last seen, as far as that was counted.'),
    folded: z.boolean().describe('Whether the names below it are read as one, `*`.'),
  })
  .meta({ id: 'ShapePlace', description: 'What was seen at one path of the records of a stream.' });
export type ShapePlaceView = z.output<typeof shapePlace>;

export const streamShapeView = z
  .object({
    connection: z.string().describe('Name of the connection.'),
    stream: z.string().describe('Name of the stream.'),
    version: z.int().describe('Raised by each change.'),
    acceptedVersion: z
      .int()
      .describe('Up to here changes count as known: a job that says `stop` ends a run that brings others.'),
    records: z.int().describe('How many records were looked at.'),
    sampled: z.boolean().describe('Whether these were a sample of those that came.'),
    countedAt: timeView.describe('When the figures were last kept: with each change, and now and then.'),
    places: z.array(shapePlace).describe('Every path, in the order in which they were first seen.'),
    waiting: z.array(shapeChange).describe('Changes that wait to be accepted.'),
  })
  .meta({ id: 'StreamShape', description: 'What the records of a stream look like.' });
export type StreamShapeView = z.output<typeof streamShapeView>;

const shapeVersion = z
  .object({
    version: z.int().describe('Number of the version; the first is what the first records looked like.'),
    seenAt: timeView.describe('When it was first seen.'),
    executionId: z.uuid().describe('The execution that brought it.'),
    changes: z.array(shapeChange).describe('In what it differs from the version before; at most 100.'),
    changeCount: z.int().describe('How many changes there were.'),
  })
  .meta({ id: 'ShapeVersion', description: 'One version of what the records of a stream look like.' });
export type ShapeVersionView = z.output<typeof shapeVersion>;
export const shapeVersionList = listOf(shapeVersion, 'ShapeVersionList');

export const acceptShape = z
  .strictObject({
    version: z
      .int()
      .min(1)
      .describe('The version that was looked at: refused where there is a newer one. Left out: the newest.')
      .optional(),
  })
  .meta({ id: 'AcceptShape', description: 'That what a stream has become is right.' });
