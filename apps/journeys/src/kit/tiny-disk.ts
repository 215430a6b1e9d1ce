import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFolder } from './database-folder.js';

/** A disk of its own in memory, so small that it can be filled. Only root may mount one. */
export class TinyDisk {
  private readonly filler: string;

  private constructor(readonly folder: string) {
    this.filler = join(folder, 'filler');
  }

  static mount(megabytes: number): TinyDisk {
    const folder = databaseFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'evenkeel-journey', folder]);
    return new TinyDisk(folder);
  }

  fill(): void {
    const some = Buffer.alloc(1024 ** 2);
    try {
      for (;;) appendFileSync(this.filler, some);
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOSPC') throw error;
    }
  }

  free(): void {
    rmSync(this.filler, { force: true });
  }

  unmount(): void {
    execFileSync('umount', ['-l', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
