import { stat, writeFile } from 'node:fs/promises';
import { ConfigError } from '../config/error.js';
import { showControls } from '../reporters/controls.js';

/** Writes to a file, or to the standard output. Throws a ConfigError where the file cannot be written. */
export async function write(text: string, file?: string): Promise<void> {
  if (file !== undefined) {
    try {
      await writeFile(file, text);
    } catch (error) {
      throw new ConfigError(
        `${file} could not be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`,
      );
    }
    return;
  }
  await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
}

/** Messages can quote the repository; a line break stays one. */
export function say(message: string): void {
  process.stderr.write(`scrutineer: ${message.split('\n').map(showControls).join('\n')}\n`);
}

export async function kindOf(path: string): Promise<'file' | 'folder' | 'absent'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    // Whatever the reason, it cannot be read.
    return 'absent';
  }
}
