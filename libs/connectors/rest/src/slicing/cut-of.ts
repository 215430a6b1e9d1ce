import type { SliceKey } from '@evenkeel/domain';
import { idPaths } from '../record-id.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import type { SliceSettings } from './slice-settings.js';

/** How a stream is cut: the stream whose listing is cut by these settings, itself or that of its parents. */
export interface StreamCut {
  readonly stream: StreamSettings;
  readonly slices: SliceSettings;
  readonly key: SliceKey;
  /** Whether that listing is of what changed where only changes are read. */
  readonly isNarrowed: boolean;
}

/** Undefined where it cannot be cut. */
export function cutOf(
  stream: StreamSettings,
  streams: Readonly<Record<string, StreamSettings>>,
): StreamCut | undefined {
  const { slices, parent } = stream;
  if (parent === undefined) return slices && { stream, slices, key: slices.key, isNarrowed: true };
  const parents = streams[parent.stream];
  const cut = parents && cutOf(parents, streams);
  if (cut === undefined) return undefined;
  // A record that goes to another parent goes to another part, unless it is another record then.
  const isBound = Object.keys(parent.into).some((name) => idPaths(stream).includes(name));
  const key = isBound ? cut.key : 'mutable';
  return { ...cut, key, isNarrowed: cut.isNarrowed && parent.incremental };
}
