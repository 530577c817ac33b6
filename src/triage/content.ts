import type { FileContent } from '../model/change.js';
import type { Problem } from '../model/problem.js';

/** What a reader has to know of a file because of what it is; undefined where there is nothing to say. */
export function problemOf(content: FileContent, path: string): Problem | undefined {
  if (content.kind === 'unreadable')
    return { kind: 'incomplete', path, message: `The file could not be read: ${content.reason}` };
  if (content.kind === 'submodule')
    return {
      kind: 'notice',
      path,
      message: 'A submodule is not followed; what it points to was not reviewed.',
    };
  if (content.kind === 'lfs-pointer')
    return { kind: 'notice', path, message: 'The file is kept in Git LFS; its content was not reviewed.' };
  if (content.kind === 'symlink')
    return {
      kind: 'notice',
      path,
      message: 'A symbolic link is not followed; where it points was not reviewed.',
    };
  if (content.kind === 'text' && content.damaged)
    return {
      kind: 'notice',
      path,
      message: 'The file is not valid UTF-8; damaged characters were replaced.',
    };
  return undefined;
}
