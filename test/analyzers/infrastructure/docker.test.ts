import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile, placesOf } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

describe('a container', () => {
  it.each([
    ['an official image', 'FROM node:22\nCMD a', ['docker-root-user:1']],
    ['an image of somebody else', 'FROM someone/app\nCMD a', ['docker-root-user:1']],
    ['a private image', 'FROM registry.shop.example/app\nCMD a', []],
    ['scratch', 'FROM scratch\nCMD a', []],
    ['an image that is made without root', 'FROM cgr.dev/chainguard/node\nCMD a', []],
    [
      'a database that steps down by itself',
      'FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/',
      [],
    ],
    [
      'a database with a start command of its own',
      'FROM postgres:17\nENTRYPOINT ["/run.sh"]',
      ['docker-root-user:1'],
    ],
    ['a start script that steps down', 'FROM node:22\nENTRYPOINT ["gosu", "node", "app"]', []],
    ['a user that a variable names', 'FROM node:22\nARG U\nUSER $U', []],
    ['root by number', 'FROM node:22\nUSER 0:0', ['docker-root-user:2']],
    ['an image without a known name', 'ARG BASE\nFROM $BASE\nCMD a', []],
    ['an earlier stage by its name in capitals', 'FROM node:22 AS Base\nUSER node\nFROM base\nCMD a', []],
    [
      'an earlier stage that is only copied from',
      'FROM node:22 AS b\nUSER node\nFROM node:22\nCOPY --from=b / /',
      ['docker-root-user:3'],
    ],
    ['line continuations and comments', 'FROM node:22\nRUN a \\\n  # comment\n  && b\nUSER node', []],
    ['a here document', 'FROM node:22\nRUN <<EOF\nUSER root\nEOF\nUSER node', []],
  ])('from %s is judged right', async (_name, text, expected) => {
    const { detections } = await analyzeFile(analyzer, 'Dockerfile', { Dockerfile: text });
    const users = detections.filter(({ ruleId }) => ruleId === 'docker-root-user');
    expect(placesOf(users)).toEqual(expected);
  });

  it.each([
    ['Dockerfile', true],
    ['a/Dockerfile.prod', true],
    ['web.dockerfile', true],
    ['Containerfile', true],
    ['Dockerfile.dockerignore', false],
    ['docs/Dockerfile-notes.md', false],
  ])('is looked for in %s: %s', (path, wanted) => {
    expect(analyzer.wants(path)).toBe(wanted);
  });

  it('for development is left alone', async () => {
    const path = '.devcontainer/Dockerfile';
    const { detections } = await analyzeFile(analyzer, path, { [path]: 'FROM node:22\n' });
    expect(detections).toEqual([]);
  });
});
