import type { CodeRule } from './code-rule.js';

export const prototypePollution: CodeRule = {
  id: 'prototype-pollution',
  title: 'Prototype pollution',
  severity: 'high',
  confidence: 'high',
  cwe: [1321, 915],
  owasp: ['A08:2021', 'A08:2025'],
  asvs: ['15.3.6'],
  languages: ['typescript', 'javascript'],
  description:
    'Names from outside decide which properties are followed and set. With `__proto__`, or `constructor` and `prototype`, the prototype of all objects is changed: defaults and checks elsewhere see properties that nobody set, which ends in denial of service, a skipped check, or code that runs.',
  remediation:
    'Refuse `__proto__`, `constructor` and `prototype` as names, set own properties only (`Object.hasOwn`), or keep what comes from outside in a `Map` or in `Object.create(null)`.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Prototype_Pollution_Prevention_Cheat_Sheet.html',
    'https://developer.mozilla.org/en-US/docs/Web/Security/Attacks/Prototype_pollution',
    'https://cwe.mitre.org/data/definitions/1321.html',
  ],
  flow: {
    kinds: ['pollution'],
    sources: ['request', 'message', 'browser', 'library'],
    ending: (sink) => `names properties that \`${sink}\` sets, \`__proto__\` too`,
    doubt: ({ kind, source }) =>
      kind === 'library' && source.unit.project()?.isOfProduct() === true ? 2 : 0,
    hint: /(?<=(?<![\w$])([\w$]{1,60})\s{0,9})=\s*\1\[|\]\s*\[[\w$.]{1,60}\]\s*=[^=]|\w\([^()\n]{0,80}\[[\w$]{1,60}\][^()\n]{0,80}\[[\w$]{1,60}\]|\.reduce\(|\[[A-Za-z_$][\w$.[\]]{0,60}\]\s*=[^=]|\.defineProperty\(/,
  },
  examples: {
    bad: [
      {
        path: 'index.js',
        text: `function setPath(target, path, value) {
  const keys = path.split('.');
  const last = keys.pop();
  let at = target;
  for (const key of keys) {
    if (typeof at[key] !== 'object') at[key] = {};
    at = at[key]; ◄
  }
  at[last] = value;
  return target;
}
module.exports = setPath;
`,
        files: { 'package.json': '{ "name": "set-path", "main": "index.js" }' },
      },
      {
        path: 'src/settings.ts',
        text: `import express from 'express';
import { settings } from './store';

express().put('/settings/:group/:name', (req, res) => {
  const group = settings[req.params.group] ?? {};
  group[req.params.name] = req.body.value; ◄
  res.sendStatus(204);
});
`,
      },
    ],
    good: [
      {
        path: 'index.js',
        text: `function merge(target, source) {
  for (const key of Object.keys(source)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') continue;
    if (typeof target[key] === 'object') merge(target[key], source[key]);
    else target[key] = source[key];
  }
  return target;
}
module.exports = merge;
`,
        files: { 'package.json': '{ "name": "merge-it", "main": "index.js" }' },
      },
      {
        path: 'index.js',
        text: `exports.rotate = (matrix, row, column) => {
  matrix[row][column] = matrix[column][row];
  return matrix;
};
`,
        files: { 'package.json': '{ "name": "matrix", "main": "index.js" }' },
      },
    ],
  },
};
