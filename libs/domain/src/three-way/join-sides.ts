import type { JsonObject } from '../json.js';
import type { Base } from './agreed-base.js';
import { fillUnsaid } from './fill-unsaid.js';
import { joinPlace } from './join-place.js';
import { JoinWork, type ChangedPlace, type OpenField, type SentField } from './join-work.js';
import type { Choice, Choose, Contested, JoinRules, Sides, SidePair } from './sides.js';

/** One record made of what both sides changed since their base. */
export interface Joined {
  /** What the local record is to hold. */
  readonly local: JsonObject;
  /** What the provider is to hold, in the shape of the local record: its own values with what is sent laid over them. */
  readonly remote: JsonObject;
  /** The fields that the provider is to be sent; empty: nothing. */
  readonly sent: readonly SentField[];
  /** Fields that each side keeps until they are decided on. */
  readonly open: readonly OpenField[];
  /** Fields that differ from the base, and do not say the same on both sides. */
  readonly changed: readonly ChangedPlace[];
  /** The base once the local record is written. */
  readonly base: Base;
  /** The base once the provider has carried out what it is sent. Its answer, if it has a body, is the first reading after that. */
  readonly written: Base;
}

/** How contested fields are decided; `all` decides also those that one side alone changed, but for those of which it gives nothing. */
export interface Choices {
  readonly contested: Choose;
  readonly all?: (contested: Contested) => Choice | undefined;
}

/**
 * Joins the two sides of a record field by field. What one side alone changed is taken over by the other, in both directions; where
 * both say the same, that is agreed on whatever the base says. Joining again what came of it changes nothing.
 */
export function joinSides(sides: Sides, rules: JoinRules, choices: Choices): Joined {
  const { base, local, remote } = sides;
  const work = new JoinWork(sides, rules, choices.contested, choices.all);
  const filled = fillUnsaid(remote, base, rules);
  const root = { place: [], local, remote: filled, base, said: remote.data };
  const joined = joinPlace(root, work);
  const unread = [...work.unread, ...work.stillUnsaid(base.unread)];
  const unknown = [...work.unknown, ...work.stillUnsaid(base.unknown)];
  const { mappingRevision } = base;
  return {
    local: joined.local as JsonObject,
    remote: joined.remote as JsonObject,
    ...{ sent: work.sent, open: work.open, changed: work.changed },
    base: {
      mappingRevision,
      ...objects(joined.base),
      unread,
      unknown: [...unknown, ...work.unknownUntilWritten],
    },
    written: {
      mappingRevision,
      ...objects(joined.written),
      unread: [...new Set([...unread, ...work.unreadOnceWritten])],
      unknown,
    },
  };
}

function objects({ local, remote }: SidePair): Pick<Base, 'local' | 'remote'> {
  return { local: local as JsonObject, remote: remote as JsonObject };
}
