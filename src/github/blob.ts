import { decodeContent, maxFileBytes, tooLarge } from '../model/content.js';
import type { FileContent } from '../model/change.js';
import type { Octokit } from './octokit.js';
import type { Repository } from './pull-request.js';
import type { TreeFile } from './tree.js';

/** Fetches one file by its bytes, which GitHub gives up to 100 MB. */
export async function readBlob(
  octokit: Octokit,
  { owner, repo }: Repository,
  { sha, size = 0 }: TreeFile,
): Promise<FileContent> {
  if (size > maxFileBytes) return tooLarge;
  const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: sha });
  const bytes = Buffer.from(data.content, data.encoding === 'base64' ? 'base64' : 'utf8');
  return decodeContent(bytes);
}
