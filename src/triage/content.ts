import type { FileContent } from '../model/change.js';
import type { Problem } from '../model/problem.js';

/**
 * Why a file would be reviewed: `by-name`, since its name says that it holds text of a known kind, so that other content
 * would hide from the review; `as-any-text`, whatever its name; `never`.
 */
export type Interest = 'by-name' | 'as-any-text' | 'never';

/** What a reader has to know of a file because of what it is; undefined where there is nothing to say. */
export function problemOf(content: FileContent, path: string, interest: Interest): Problem | undefined {
  if (content.kind === 'unreadable')
    return {
      kind: interest === 'never' ? 'notice' : 'incomplete',
      path,
      message: `The file could not be read: ${content.reason}`,
    };
  if (content.kind === 'submodule')
    return {
      kind: 'notice',
      path,
      message: 'A submodule is not followed; what it points to was not reviewed.',
    };
  if (content.kind === 'binary' && interest === 'by-name')
    return {
      kind: 'incomplete',
      path,
      message: 'The file is binary, although its name says otherwise; it was not reviewed.',
    };
  if (content.kind === 'lfs-pointer')
    return {
      kind: interest === 'by-name' ? 'incomplete' : 'notice',
      path,
      message: 'The file is kept in Git LFS; its content was not reviewed.',
    };
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
