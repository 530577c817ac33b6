import { expect, it } from '@jest/globals';
import { inspect } from '../../support/inspect.js';

const text = `const { exec } = require('child_process');
module.exports = function list(folder) {
  exec('ls ' + folder);
};
`;

it.each([
  [
    'says who exports it',
    { 'package.json': '{ "name": "list" }' },
    'a parameter of a function that the package exports',
  ],
  ['speaks of no package where there is none', {}, 'which callers decide'],
])('a finding on a parameter %s', async (_name, beside, words) => {
  const { detections } = await inspect('index.js', { ...beside, 'index.js': text });
  const found = detections.find((detection) => detection.ruleId === 'command-injection');
  expect(found?.message).toContain(`\`folder\`, ${words}, becomes part of the command`);
});
