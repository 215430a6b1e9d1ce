import { cast } from './cast.js';
import { coalesce } from './coalesce.js';
import { date } from './date.js';
import { defaultTo } from './default-to.js';
import { join } from './join.js';
import { lookup } from './lookup.js';
import { lowercase } from './lowercase.js';
import { number } from './number.js';
import { pick } from './pick.js';
import { replace } from './replace.js';
import { split } from './split.js';
import { template } from './template.js';
import type { TransformKind } from './transform-kind.js';
import { trim } from './trim.js';
import { uppercase } from './uppercase.js';

/** Every transform there is. A new one is a file, its spec and a line here. */
export const TRANSFORMS: readonly TransformKind[] = [
  trim,
  lowercase,
  uppercase,
  cast,
  split,
  join,
  template,
  lookup,
  date,
  number,
  coalesce,
  pick,
  defaultTo,
  replace,
];
