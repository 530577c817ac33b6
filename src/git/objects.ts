import { spawn } from 'node:child_process';
import type { FileContent } from '../model/change.js';
import { decodeContent, maxFileBytes, tooLarge } from '../model/content.js';
import { GitError, steadyArguments, steadyEnvironment } from './run.js';

/** Reads blobs of one repository over one `git cat-file`. */
export interface ObjectReader {
  /** The content of a blob by its full object name. */
  read(oid: string): Promise<FileContent>;
  close(): Promise<void>;
}

export function openObjects(folder: string): ObjectReader {
  const child = spawn('git', [...steadyArguments, 'cat-file', '--batch'], {
    cwd: folder,
    env: steadyEnvironment(),
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const waiting: Waiting[] = [];
  const parser = new AnswerParser((answer) => waiting.shift()?.resolve(answer));
  let ended: GitError | undefined;
  const end = (error: GitError): void => {
    ended ??= error;
    for (const entry of waiting.splice(0)) entry.reject(ended);
  };
  child.stdout.on('data', (chunk: Buffer) => parser.push(chunk));
  child.on('error', (cause) => end(new GitError('Git could not be started.', { cause })));
  const closed = new Promise<void>((resolve) => {
    child.on('close', () => {
      end(new GitError('Git ended before it had given all files.'));
      resolve();
    });
  });
  // The exit of the child tells what happened; its input closing is only how it shows first.
  child.stdin.on('error', () => undefined);
  return {
    read: (oid) =>
      new Promise((resolve, reject) => {
        if (ended) {
          reject(ended);
          return;
        }
        waiting.push({ resolve, reject });
        child.stdin.write(`${oid}\n`);
      }),
    close: async () => {
      child.stdin.end();
      await closed;
    },
  };
}

interface Waiting {
  readonly resolve: (content: FileContent) => void;
  readonly reject: (error: GitError) => void;
}

const lineFeed = 10;

/**
 * Cuts the stream of `<oid> <type> <size>\n<bytes>\n` and `<oid> missing\n` into answers. What is too large is let pass
 * without being kept.
 */
class AnswerParser {
  private header: Buffer[] = [];
  private body: Buffer[] | undefined;
  private size = 0;
  private left = 0;

  constructor(private readonly onAnswer: (answer: FileContent) => void) {}

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.body ? this.takeBody(this.body, rest) : this.takeHeader(rest);
  }

  private takeHeader(chunk: Buffer): Buffer {
    const end = chunk.indexOf(lineFeed);
    this.header.push(end < 0 ? chunk : chunk.subarray(0, end));
    if (end < 0) return chunk.subarray(chunk.length);
    const header = Buffer.concat(this.header).toString('utf8');
    this.header = [];
    const size = /^[0-9a-f]+ [a-z]+ (\d+)$/.exec(header)?.[1];
    if (size === undefined) {
      this.onAnswer({ kind: 'unreadable', reason: 'its content is not in this clone; fetch it first.' });
    } else {
      this.body = [];
      this.size = Number(size);
      this.left = this.size + 1;
    }
    return chunk.subarray(end + 1);
  }

  private takeBody(body: Buffer[], chunk: Buffer): Buffer {
    const taken = chunk.subarray(0, this.left);
    this.left -= taken.length;
    if (this.size <= maxFileBytes) body.push(taken);
    if (this.left === 0) {
      this.body = undefined;
      this.onAnswer(
        this.size > maxFileBytes ? tooLarge : decodeContent(Buffer.concat(body).subarray(0, this.size)),
      );
    }
    return chunk.subarray(taken.length);
  }
}
