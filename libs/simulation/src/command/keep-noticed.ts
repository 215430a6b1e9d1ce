import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNotice } from '../mechanisms/find-notice.js';
import { isMechanism, MECHANISMS, type Mechanism } from '../mechanisms/mechanisms.js';
import { NOTICED_BY } from '../mechanisms/noticed-by.js';
import { shareMechanisms } from './share-mechanisms.js';

const KEPT_IN = join(__dirname, '../../src/mechanisms/noticed-by.ts');

/**
 * Looks for each mechanism whether the kept seed still notices its absence, and writes the one that does where it does not. Gives the exit
 * code: 0 where each is noticed by one.
 */
export async function keepNoticed(without: Mechanism | undefined, lanes: number): Promise<number> {
  let unnoticed = 0;
  const names = without === undefined ? Object.keys(MECHANISMS).filter(isMechanism) : [without];
  await shareMechanisms(names, lanes, async (stage, name) => {
    const notice = await findNotice(stage, name);
    const kept = NOTICED_BY[name];
    if (notice === undefined) unnoticed += 1;
    else if (notice.seed !== kept) keep(name, notice.seed);
    process.stdout.write(`${name} by ${notice?.seed ?? 'none'}, kept: ${kept}\n`);
  });
  return unnoticed === 0 ? 0 : 1;
}

function keep(name: Mechanism, seed: number): void {
  const line = new RegExp(`^  ${name}: .*,$`, 'm');
  writeFileSync(KEPT_IN, readFileSync(KEPT_IN, 'utf8').replace(line, `  ${name}: ${seed},`));
}
