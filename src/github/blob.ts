import { arrayBuffer } from 'node:stream/consumers';
import { decodeContent, maxFileBytes, tooLarge } from '../model/content.js';
import type { FileContent } from '../model/change.js';
import type { Octokit } from './octokit.js';
import type { Repository } from './change.js';
import type { TreeFile } from './tree.js';

/**
 * Fetches one file by its bytes, which GitHub gives up to 100 MB. They are read from the raw answer: Octokit fails on
 * JSON with a string of 10 MB, and takes raw text for UTF-8 even where it is not.
 */
export async function readBlob(
  octokit: Octokit,
  { owner, repo }: Repository,
  { sha, size = 0 }: TreeFile,
): Promise<FileContent> {
  if (size > maxFileBytes) return tooLarge;
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
    owner,
    repo,
    file_sha: sha,
    mediaType: { format: 'raw' },
    request: { parseSuccessResponseBody: false },
  });
  return decodeContent(new Uint8Array(await arrayBuffer(data as unknown as ReadableStream)));
}
