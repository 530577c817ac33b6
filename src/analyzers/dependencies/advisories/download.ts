import { createWriteStream } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Readable, Transform } from 'node:stream';
import { AdvisoryError } from './advisory.js';
import { hostOf, reasonOf, splitCredentials } from './http.js';

export interface Downloaded {
  readonly file: string;
  readonly etag: string | undefined;
}

/** The largest dump has about 200 MB; this bounds what a wrong address can fill the disk with. */
const maxBytes = 4 * 1024 ** 3;
/** Without a byte for so long a download is given up; the next one goes on from there. */
const idleMilliseconds = 60_000;

/**
 * Downloads to `file`, going on where an earlier try ended as long as the server still has the same. Gives undefined
 * where the server says that what has `etag` is the newest.
 *
 * @throws AdvisoryError where it does not arrive whole; the part that did is kept.
 */
export async function download(
  address: string,
  file: string,
  etag: string | undefined,
): Promise<Downloaded | undefined> {
  const part = `${file}.part`;
  const begun = await findPart(part);
  const idle = new AbortController();
  let timer = setTimeout(() => idle.abort(), idleMilliseconds);
  try {
    const { url, authorization } = splitCredentials(address);
    const response = await fetch(url, {
      headers: {
        ...authorization,
        // Compressed on the way, ranges would be of something else.
        'accept-encoding': 'identity',
        ...(begun && { range: `bytes=${begun.length}-`, 'if-range': begun.etag }),
        ...(etag && !begun && { 'if-none-match': etag }),
      },
      signal: idle.signal,
    });
    if (response.status === 304) return undefined;
    if (response.status === 416) {
      await forget(part);
      throw new AdvisoryError(`${hostOf(address)} no longer has what was begun; run it again`);
    }
    if (!response.ok || !response.body)
      throw new AdvisoryError(
        `${hostOf(address)} answered with ${response.status} for ${new URL(address).pathname}`,
      );
    const goesOn = response.status === 206;
    const newest = response.headers.get('etag') ?? undefined;
    if (!goesOn) await forget(part);
    if (newest !== undefined) await writeFile(`${part}.etag`, newest);
    let length = goesOn ? (begun?.length ?? 0) : 0;
    const expected = length + Number(response.headers.get('content-length') ?? NaN);
    const count = new Transform({
      transform: (chunk: Buffer, _, done) => {
        length += chunk.length;
        clearTimeout(timer);
        timer = setTimeout(() => idle.abort(), idleMilliseconds);
        done(length > maxBytes ? new AdvisoryError('it is larger than 4 GB') : null, chunk);
      },
    });
    await pipeline(
      Readable.fromWeb(response.body),
      count,
      createWriteStream(part, { flags: goesOn ? 'a' : 'w' }),
    );
    if (!Number.isNaN(expected) && length !== expected)
      throw new AdvisoryError(`${length} of ${expected} bytes arrived; run it again to go on from there`);
    await rename(part, file);
    await rm(`${part}.etag`, { force: true });
    return { file, etag: newest };
  } catch (error) {
    if (error instanceof AdvisoryError) throw error;
    const why = idle.signal.aborted ? 'nothing came any more' : reasonOf(error);
    throw new AdvisoryError(
      `The download from ${hostOf(address)} broke off (${why}); run it again to go on from there`,
      {
        cause: error,
      },
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Without an ETag nobody can say whether the rest would be of the same. Weak ones do not say that the bytes are. */
async function findPart(part: string): Promise<{ length: number; etag: string } | undefined> {
  try {
    const etag = await readFile(`${part}.etag`, 'utf8');
    const { size } = await stat(part);
    return size > 0 && etag !== '' && !etag.startsWith('W/') ? { length: size, etag } : undefined;
  } catch {
    // Nothing was begun.
    return undefined;
  }
}

async function forget(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.etag`, { force: true });
}
