import { describe, expect, it } from '@jest/globals';
import { checkAnswer, exampleOf, matchCall } from './descriptions.js';
import { execute } from './graphql.js';

const at = (path: string): URL => new URL(path, 'https://api.github.example');

describe("GitHub's REST description", () => {
  it.each([
    ['an operation that does not exist', 'GET', '/repos/o/r/check-run/1', undefined, /describes no GET/],
    [
      'a query parameter that does not exist',
      'GET',
      '/repos/o/r/pulls/1/files?per-page=3',
      undefined,
      /no parameter per-page/,
    ],
    ['a value of the wrong type', 'GET', '/repos/o/r/pulls/1/files?page=two', undefined, /must be integer/],
    [
      'a field that is misspelt',
      'POST',
      '/repos/o/r/check-runs',
      { name: 'x', head_sha: 'y', statuss: 'queued' },
      /additional properties/,
    ],
    [
      'a field that is misspelt deep within',
      'POST',
      '/repos/o/r/pulls/1/reviews',
      { comments: [{ path: 'a', body: 'b', lines: 1 }] },
      /additional properties/,
    ],
    ['a field that is missing', 'POST', '/repos/o/r/check-runs', { name: 'x' }, /head_sha/],
    [
      'a value that is not allowed',
      'PATCH',
      '/repos/o/r/check-runs/1',
      { conclusion: 'fine' },
      /allowed values/,
    ],
    [
      '51 annotations',
      'PATCH',
      '/repos/o/r/check-runs/1',
      {
        output: {
          summary: '',
          annotations: Array.from({ length: 51 }, () => ({
            path: 'a',
            start_line: 1,
            end_line: 1,
            annotation_level: 'notice',
            message: 'm',
          })),
        },
      },
      /more than 50/,
    ],
    ['a body where none belongs', 'GET', '/repos/o/r/check-runs/1', {}, /takes none/],
  ])('refuses %s', (_, method, path, body, message) => {
    expect(() => matchCall(method, at(path), body)).toThrow(message);
  });

  it('refuses an answer that lacks a field', () => {
    const operation = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}';
    expect(() => checkAnswer(operation, { ...exampleOf(operation), head_sha: undefined })).toThrow(
      /head_sha/,
    );
  });
});

describe("GitHub's GraphQL schema", () => {
  const variables = { o: 'o', r: 'r' };
  it.each([
    [
      'a field that does not exist',
      'query Q($o: String!, $r: String!) { repository(owner: $o, name: $r) { link } }',
      /Cannot query field "link"/,
    ],
    [
      'an argument that does not exist',
      'query Q($o: String!, $r: String!) { repository(owner: $o, repo: $r) { url } }',
      /Unknown argument "repo"/,
    ],
    [
      'a variable that is not declared',
      'query Q($o: String!) { repository(owner: $o, name: $r) { url } }',
      /not defined/,
    ],
    [
      'a variable of another type',
      'query Q($o: String!, $r: ID!) { repository(owner: $o, name: $r) { url } }',
      /used in position expecting type/,
    ],
    [
      'an object without a selection',
      'query Q($o: String!, $r: String!) { repository(owner: $o, name: $r) }',
      /must have a selection/,
    ],
    [
      'a fragment that never applies',
      'query Q($o: String!, $r: String!) { repository(owner: $o, name: $r) { ... on Blob { text } } }',
      /cannot be spread/,
    ],
    [
      'a mutation with an input that lacks a field',
      'mutation M { resolveReviewThread(input: {}) { clientMutationId } }',
      /threadId/,
    ],
    [
      'an answer that is not of the type',
      'query Q($o: String!, $r: String!) { repository(owner: $o, name: $r) { id } }',
      /non-nullable/,
    ],
  ])('refuses %s', (_, query, message) => {
    expect(() => execute(query, variables, { repository: () => ({ url: 'x', id: null }) })).toThrow(message);
  });
});
