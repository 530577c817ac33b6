import { describe, expect, it } from '@jest/globals';
import type { Octokit } from '../../src/github/octokit.js';
import { readOrganizationRules } from '../../src/github/organization-rules.js';

/** A repository with files, as GitHub's API gives them; without files one that is not shown. */
function fakeOctokit(files?: Readonly<Record<string, string>>): Octokit {
  const missing = Object.assign(new Error('Not Found'), { status: 404 });
  const tree = Object.keys(files ?? {}).map((path) => ({
    path,
    type: 'blob',
    mode: '100644',
    sha: path,
    size: 1,
  }));
  return {
    rest: {
      git: {
        getTree: async () => {
          if (!files) throw missing;
          return { data: { tree, truncated: false } };
        },
      },
    },
    request: async (_route: string, { file_sha: path }: { file_sha: string }) => ({
      data: new Response(files?.[path] ?? '').body,
    }),
  } as unknown as Octokit;
}

describe("rules of the organization's repository", () => {
  it('are read by globs, with the name of the repository', async () => {
    const octokit = fakeOctokit({ 'rules/b.yml': 'rules: []', 'rules/a.yml': 'a', 'other.yml': 'c' });
    expect(await readOrganizationRules(octokit, 'acme/.github', ['rules/*.yml'])).toMatchObject([
      { path: 'acme/.github:rules/a.yml', content: { kind: 'text', text: 'a' } },
      { path: 'acme/.github:rules/b.yml', content: { kind: 'text', text: 'rules: []' } },
    ]);
  });

  it('are out of reach where the App may not see it', async () => {
    expect(await readOrganizationRules(fakeOctokit(), 'acme/.github', ['**'])).toBeUndefined();
  });
});
