import { figure, type Figure } from './figure.js';
import { measureEvents } from './measure-events.js';
import { measureListeners } from './measure-listeners.js';

type Tell = (progress: string) => void;

/** Figures of what is told to others, by the name that `--only` takes. */
export const EVENT_FIGURES: Readonly<
  Record<string, (measured: { readonly tell: Tell }) => Promise<readonly Figure[]>>
> = {
  events: async ({ tell }) => {
    tell('unchanged pages that are told, and not ...');
    const turns = await measureEvents();
    return [
      figure(
        '(m) rate of applying unchanged pages that are told / not',
        'x',
        turns.map(({ untold, told }) => untold / told),
        { atLeast: 0.95 },
      ),
      figure(
        '    the same with their numbering after them, which is done beside them',
        'x',
        turns.map(({ untold, told, numbered }) => untold / (told + numbered)),
      ),
    ];
  },
  listeners: async ({ tell }) => {
    tell('1,000 clients that listen ...');
    const { addedMb, latencyMs } = await measureListeners();
    return [
      figure('(n) memory of 1,000 clients that listen to events', 'MB', [addedMb], { atMost: 50 }),
      figure('    from a change until the last of them is told', 'ms', [latencyMs]),
    ];
  },
};
