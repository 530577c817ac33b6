import type { Workflow } from '../../formats/actions.js';

/** Events that outsiders cause and that still get the secrets and a token that may write. */
const privileged = [
  'pull_request_target',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
  'workflow_run',
  'fork',
  'gollum',
  'watch',
];

/** Whether outsiders can start the workflow with the rights of the repository. */
export function isPrivileged({ triggers }: Workflow): boolean {
  return privileged.some((event) => triggers.has(event));
}
