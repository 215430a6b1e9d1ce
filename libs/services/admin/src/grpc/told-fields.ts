import type { Told } from '@evenkeel/administration';
import type { Fields } from '@evenkeel/contracts-grpc';
import { toCloudEvent } from '@evenkeel/contracts-messages';

/** What those are told who watch, as the message `Told` has it. */
export function toldFields(told: Told): Fields {
  switch (told.kind) {
    case 'begin':
      return { begin: { position: String(told.position) } };
    case 'beat':
      return { beat: {} };
    case 'event':
      return { happened: { position: String(told.event.position), event: toCloudEvent(told.event) } };
    case 'gap':
      return { gap: { after: String(told.after), until: String(told.until) } };
    case 'progress':
      return { progress: told.execution };
  }
}
