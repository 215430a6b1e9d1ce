import type { KeyRotationView, RequestOf } from '@evenkeel/contracts-admin';
import { FIRST_PLACE, placeAfter, placeFromText, placeToText, SyncError } from '@evenkeel/domain';
import { Logger, Resealer, SealedTexts, type SealedText } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { InvalidRequest } from '../invalid-request.js';

type Outcome = 'newest' | 'resealed' | KeyRotationView['unopened'][number];

/** Seals again what is under another key than the newest, a step at a time. */
export class RotateKeys {
  constructor(
    private readonly texts: SealedTexts,
    private readonly resealer: Resealer,
    private readonly log: Logger,
  ) {}

  async rotate({ actor }: Caller, { after, limit }: RequestOf<'rotateKeys'>): Promise<KeyRotationView> {
    const place = after === null ? FIRST_PLACE : placeFromText(after);
    if (place === undefined)
      throw new InvalidRequest([{ path: 'after', message: 'must be the `next` of a step' }]);
    const read = await this.texts.page(place.kind, place.at, limit);
    const outcomes: Outcome[] = [];
    for (const text of read) outcomes.push(await this.reseal(text));
    const next = placeAfter(place, read, limit);
    const resealed = outcomes.filter((each) => each === 'resealed').length;
    if (resealed > 0) this.log.info('secrets sealed again', { actor, kind: place.kind, resealed });
    return {
      checked: read.length,
      resealed,
      unopened: outcomes.filter((each) => typeof each === 'object'),
      next: next === null ? null : placeToText(next),
    };
  }

  private async reseal(text: SealedText): Promise<Outcome> {
    try {
      const sealed = this.resealer.resealed(text);
      // Where it was changed meanwhile, another process sealed it: the walk that follows looks at it again.
      if (sealed === undefined || !(await this.texts.replace(text, sealed))) return 'newest';
      return 'resealed';
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'config.sealed_with_other_key') throw error;
      const owner = typeof text.place === 'string' ? text.place : text.place.owner;
      return { kind: text.kind, owner, message: error.message };
    }
  }
}
