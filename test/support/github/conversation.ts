import type { Node } from './graphql.js';
import { botLogin, type Comment, type Pull, Refusal, type SaidComment, type State } from './state.js';

/** An account as GraphQL gives it: without the suffix of an App's login. */
export function actor(state: State, login: string): Node {
  const isBot = login.endsWith('[bot]');
  return {
    __typename: isBot ? 'Bot' : 'User',
    login: login.replace('[bot]', ''),
    databaseId: login === botLogin(state) ? state.botId : 1,
  };
}

/** Which reactions this App gave. */
export function reactionGroups(state: State, id: string): Node[] {
  const given = state.reactions.get(id) ?? new Set();
  return ['THUMBS_UP', 'THUMBS_DOWN', 'CONFUSED', 'EYES'].map((content) => ({
    content,
    viewerHasReacted: given.has(content),
  }));
}

/** The comments in the conversation of a pull request. */
export function saidOn(state: State, pull: Pull): Node[] {
  return state.said.filter((one) => one.pull === pull.number).map((one) => saidNode(state, one));
}

function saidNode(state: State, comment: SaidComment): Node {
  const id = nodeIdOf(comment);
  return {
    __typename: 'IssueComment',
    id,
    body: comment.body,
    createdAt: comment.at,
    lastEditedAt: comment.isEdited ? comment.at : null,
    author: actor(state, comment.login),
    reactionGroups: reactionGroups(state, id),
  };
}

export function nodeIdOf(comment: SaidComment | Comment): string {
  return `${'path' in comment ? 'PRRC' : 'IC'}_${comment.id}`;
}

/** The next moment, a second after the last. */
export function tick(state: State): string {
  return new Date(Date.UTC(2026, 4, 4, 12) + state.seconds++ * 1000).toISOString();
}

export function conversationMutations(state: State): Node {
  return {
    addComment: ({ input }: { input: { subjectId: string; body: string } }) => {
      const pull = [...state.pulls.values()].find((one) => `PR_${one.number}` === input.subjectId);
      if (!pull)
        throw new Refusal(404, `Could not resolve to a node with the global id of '${input.subjectId}'`);
      if (pull.isLocked) throw new Refusal(403, 'Unable to create comment because issue is locked.');
      if (input.body.length > 65_536) throw new Refusal(422, 'Body is too long');
      const comment: SaidComment = {
        id: state.nextId++,
        pull: pull.number,
        login: botLogin(state),
        body: input.body,
        at: tick(state),
      };
      state.said.push(comment);
      return { commentEdge: { node: saidNode(state, comment) } };
    },
    addReaction: ({ input }: { input: { subjectId: string; content: string } }) => {
      const comment = [...state.said, ...state.comments].find((one) => nodeIdOf(one) === input.subjectId);
      if (!comment)
        throw new Refusal(404, `Could not resolve to a node with the global id of '${input.subjectId}'`);
      const given = state.reactions.get(input.subjectId) ?? new Set();
      state.reactions.set(input.subjectId, given.add(input.content));
      return {
        subject: {
          __typename: 'path' in comment ? 'PullRequestReviewComment' : 'IssueComment',
          id: input.subjectId,
        },
      };
    },
  };
}
