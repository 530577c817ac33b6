import { nameOf, type DockerRule } from '../../formats/docker.js';
import { withoutVersion } from '../../formats/image.js';

export const dockerUnpinnedImage: DockerRule = {
  id: 'docker-unpinned-image',
  title: 'Base image without a version',
  severity: 'low',
  confidence: 'high',
  cwe: [1357],
  asvs: [],
  languages: ['docker'],
  description: `\`latest\`, or no tag at all, is whatever was published last: two builds of one commit differ, a takeover of the image
is in the next build, and nobody sees it in a review.`,
  remediation:
    'Name a version, better with the digest: `FROM node:22.14-slim@sha256:…`. Renovate and Dependabot keep it fresh.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: {
    bad: [
      { path: 'Dockerfile', text: 'FROM node:latest ◄\nUSER node\n' },
      { path: 'Dockerfile', text: 'FROM registry.example:5000/tools/base ◄\nUSER 10001\n' },
    ],
    good: [
      {
        path: 'Dockerfile',
        text: 'ARG BASE\nFROM scratch AS files\nFROM $BASE\nFROM alpine:3.22\nUSER 10001\n',
      },
      {
        path: 'Dockerfile',
        text: `FROM node@sha256:${'0123456789abcdef'.repeat(4)} AS build\nFROM build\nUSER node\n`,
      },
    ],
  },
  *check({ stages }) {
    for (const [index, stage] of stages.entries()) {
      const { image, reference } = stage;
      const local = stage.base ?? stages.slice(0, index).find(({ name }) => name === image);
      if (image === undefined || image === 'scratch' || image.includes('@') || local) continue;
      const tag = /:([^/:]+)$/.exec(image)?.[1];
      if (tag === undefined || tag === 'latest')
        yield {
          message: `\`${image}\` is another image with each release.`,
          span: reference,
          scope: nameOf(stage),
          anchor: withoutVersion(image),
        };
    }
  },
};
