import { endWith, EXIT_CODES, stopWithin, type Running } from '@evenkeel/hosting';
import type { StandaloneArguments } from './arguments.js';
import { exitCodeOf, receiptLine, runDemo, whereToLook } from './demo/demo.js';
import { startSandbox, type Sandbox } from './demo/sandbox.js';
import { Screen } from './demo/screen.js';
import { readSettings } from './env.js';
import { startStandalone, type Standalone } from './serve/start-standalone.js';

/** Everything that `npm start` shows and does, up to where it only serves. */
export async function runStandalone(options: StandaloneArguments, screen: Screen): Promise<Running> {
  const settings = withArguments(options);
  const stopping = new AbortController();
  const parts: { sandbox?: Sandbox; standalone?: Standalone } = {};
  const stop = async () => {
    stopping.abort(new Error('stopped'));
    await parts.standalone?.stop();
    await parts.sandbox?.stop();
  };
  try {
    const startingSandbox = options.demo ? startSandbox(settings.dataDirectory, options.records) : undefined;
    startingSandbox?.catch(() => undefined); // looked at below
    parts.standalone = await startStandalone(settings, { gone: (reason) => void endWith(reason, stop) });
    const sandbox = await startingSandbox;
    if (sandbox !== undefined) parts.sandbox = sandbox;
  } catch (error) {
    await stop();
    throw error;
  }
  const running: Running = { log: parts.standalone.log, stop };
  void present(options, parts.standalone, parts.sandbox, { screen, running, signal: stopping.signal });
  return running;
}

interface Presentation {
  readonly screen: Screen;
  readonly running: Running;
  readonly signal: AbortSignal;
}

async function present(
  options: StandaloneArguments,
  standalone: Standalone,
  sandbox: Sandbox | undefined,
  { screen, running, signal }: Presentation,
): Promise<void> {
  try {
    const execution = sandbox === undefined ? undefined : await runDemo(standalone, sandbox, screen, signal);
    if (execution === undefined || !options.once) {
      for (const line of whereToLook(standalone, sandbox)) screen.line(line);
      return;
    }
    const stopped = await stopWithin(running, 'the sample job has run');
    const code = exitCodeOf(execution) || stopped;
    // A pipe takes the line later than we write it.
    if (options.json) process.stdout.write(`${receiptLine(execution)}\n`, () => process.exit(code));
    else process.exit(code);
  } catch (error) {
    if (signal.aborted) return;
    screen.line(error instanceof Error ? error.message : String(error));
    if (!options.once) return;
    await stopWithin(running, 'the sample job could not be run');
    process.exit(EXIT_CODES.failed);
  }
}

function withArguments({ dataDirectory, port }: StandaloneArguments) {
  const settings = readSettings();
  return {
    ...settings,
    dataDirectory: dataDirectory ?? settings.dataDirectory,
    listen: { ...settings.listen, port: port ?? settings.listen.port },
    portIsChosen: port === undefined ? settings.portIsChosen : port !== 0,
  };
}
