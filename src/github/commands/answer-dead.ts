import { mayWrite } from '../author.js';
import { mutate, type Mutation } from '../mutations.js';
import type { Octokit } from '../octokit.js';
import type { Job } from '../queue.js';
import { reconcile } from '../reconcile.js';
import { type Answer, markOfAnswer } from './answer-mark.js';
import { type CommentJob, findStanding, reactions } from './answer.js';
import { parseCommands } from './command.js';
import { findSaid, readConversation } from './conversation.js';

/** Says in answer to a comment that its commands failed each time they were tried, so that its author need not wait for them. */
export async function answerDead(octokit: Octokit, job: CommentJob): Promise<void> {
  await reconcile(
    () => readConversation(octokit, job, job.pull),
    async (conversation) => {
      const place = conversation && findSaid(conversation, job.comment);
      if (!conversation || place?.said.by.kind !== 'person' || findStanding(conversation, job.comment))
        return;
      const { said, thread } = place;
      if (parseCommands(said.body).length === 0 || !(await mayWrite(octokit, job, said.by.login))) return;
      const answer: Answer = { to: said.id, outcome: 'failed', decisions: [] };
      const body = `${markOfAnswer(answer)}\n${text}`;
      const comment: Mutation = thread
        ? { name: 'addPullRequestReviewThreadReply', input: { pullRequestReviewThreadId: thread.id, body } }
        : { name: 'addComment', input: { subjectId: conversation.id, body } };
      const reaction: Mutation = {
        name: 'addReaction',
        input: { subjectId: said.id, content: reactions.failed },
      };
      await mutate(octokit, [comment, reaction]);
    },
  );
}

/** Says the same to whoever pushed the button for a baseline, once: a check run shows nothing of what its buttons came to. */
export async function answerDeadButton(
  octokit: Octokit,
  job: Job & { readonly pull: number; readonly baselineFor: string },
): Promise<void> {
  const to = `baseline-for-${job.baselineFor}`;
  await reconcile(
    () => readConversation(octokit, job, job.pull),
    async (conversation) => {
      if (!conversation || findStanding(conversation, to)) return;
      if (!(await mayWrite(octokit, job, job.baselineFor))) return;
      const answer: Answer = { to, outcome: 'failed', decisions: [] };
      const body = `${markOfAnswer(answer)}\n@${job.baselineFor} The pull request with a baseline, for which you pushed the button, did not come to its end: it was tried several times and failed each time. Please push it again, or look into the log of the server.`;
      await mutate(octokit, [{ name: 'addComment', input: { subjectId: conversation.id, body } }]);
    },
  );
}

const text =
  'That did not come to its end: it was tried several times and failed each time. Please write the command again, or look into the log of the server.';
