import { SimulatorProvider } from '@evenkeel/connector-simulator/provider';
import { HELP, readFlags, type SandboxFlags } from './flags.js';

const USAGE_ERROR = 2;

function flagsOrExit(): SandboxFlags {
  try {
    return readFlags(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nTry --help.`);
    process.exit(USAGE_ERROR);
  }
}

async function main(): Promise<void> {
  const flags = flagsOrExit();
  if (flags.help) {
    console.log(HELP);
    return;
  }
  const provider = await SimulatorProvider.start(flags.provider);
  const { url, port } = provider;
  console.log(flags.json ? JSON.stringify({ url, port }) : `The sandbox provider answers at ${url}`);
  const stop = () => void provider.stop();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // The process that started it as a child is gone, however that happened.
  process.once('disconnect', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
