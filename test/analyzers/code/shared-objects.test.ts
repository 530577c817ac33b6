import { expect, it } from '@jest/globals';
import { expectWithin } from '../../support/time-limit.js';
import { inspect } from '../../support/inspect.js';

const depth = 24;

/** Each object holds the one before twice, and all are set again in branches: written out, there would be 2^24. */
const text = `import express from 'express';
import { exec } from 'node:child_process';
import { expectWithin } from '../../support/time-limit.js';
function build(a, b) {
  let at = { name: a, other: b };
${Array.from({ length: depth }, (_, index) => `  if (a > ${index}) at = { left: at, right: at, name: b };\n  at.self = at;\n  if (at.name === 'x') at.left = at;\n`).join('')}
  return at;
}
express().get('/', (req, res) => {
  const built = build(req.query.a, req.query.b);
  exec('echo ' + built.name);
  res.end();
});
`;

it('walks objects that hold each other once', async () => {
  const started = performance.now();
  const { detections, problems } = await inspect('src/app.js', { 'src/app.js': text });
  expect(problems).toEqual([]);
  expect(detections.map(({ ruleId }) => ruleId)).toContain('command-injection');
  expectWithin(performance.now() - started, 5000);
});
