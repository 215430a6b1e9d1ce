import { cast } from './cast.js';
import { coalesce } from './coalesce.js';
import { date } from './date.js';
import { defaultTo } from './default-to.js';
import { fold } from './fold.js';
import { hash } from './hash.js';
import { join } from './join.js';
import { lookup } from './lookup.js';
import { lowercase } from './lowercase.js';
import { mask } from './mask.js';
import { number } from './number.js';
import { pick } from './pick.js';
import { replace } from './replace.js';
import { sort } from './sort.js';
import { split } from './split.js';
import { strip } from './strip.js';
import { template } from './template.js';
import type { TransformKind } from './transform-kind.js';
import { trim } from './trim.js';
import { unwrap } from './unwrap.js';
import { uppercase } from './uppercase.js';
import { writeDate } from './write-date.js';

/** Every transform there is. A new one is a file, its spec and a line here. */
export const TRANSFORMS: readonly TransformKind[] = [
  trim,
  lowercase,
  uppercase,
  fold,
  strip,
  cast,
  split,
  join,
  sort,
  template,
  unwrap,
  lookup,
  date,
  writeDate,
  number,
  coalesce,
  pick,
  defaultTo,
  replace,
  mask,
  hash,
];
