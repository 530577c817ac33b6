import type { CodeRule } from './code-rule.js';

export const massAssignment: CodeRule = {
  id: 'mass-assignment',
  title: 'Mass assignment',
  severity: 'medium',
  confidence: 'medium',
  cwe: [915],
  owasp: ['A08:2021', 'A08:2025'],
  asvs: ['15.3.3'],
  languages: ['typescript', 'javascript'],
  description:
    'All properties of a request become properties of a stored object. Its sender adds some that the form does not have, as `role`, `price` or `owner`, and sets what only the server should.',
  remediation:
    'Name the properties that may be set: `const { name, email } = req.body; await User.create({ name, email })`, or check the body against a schema that removes what it does not know.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Mass_Assignment_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/915.html',
  ],
  flow: {
    kinds: ['assignment'],
    sources: ['request', 'message'],
    ending: (sink) => `becomes the properties that \`${sink}\` sets, all that are sent`,
    when: (value, taint) =>
      wholeBody.test(taint.what) &&
      [value, value.fields?.get('$set')].some((part) =>
        part?.taints.some((own) => own.source.node === taint.source.node),
      ),
  },
  examples: {
    bad: [
      {
        path: 'src/users.ts',
        text: `import express from 'express';
import { User } from './user';

express().post('/users', async (req, res) => {
  const user = await User.create(req.body); ◄
  res.json({ id: user.id });
});
`,
      },
      {
        path: 'src/account.js',
        text: `exports.update = (accounts) => async (req, res) => {
  const account = await accounts.load(req.session.userId);
  Object.assign(account, req.body); ◄
  await account.save();
  res.sendStatus(204);
};
`,
      },
    ],
    good: [
      {
        path: 'src/users.ts',
        text: `import express from 'express';
import { User } from './user';

express().post('/users', async (req, res) => {
  const { name, email } = req.body;
  const user = await User.create({ name, email });
  res.json({ id: user.id });
});
`,
      },
      {
        path: 'src/account.js',
        text: `const copy = (req) => Object.assign({}, req.body);

exports.update = (accounts) => async (req, res) => {
  const account = await accounts.load(req.session.userId);
  Object.assign(account, { name: String(copy(req).name) });
  await account.save();
  res.sendStatus(204);
};
`,
      },
    ],
  },
};

/** A request's body or query as it came; one property of it is what the code asks for. */
const wholeBody = /(?:^|\.)(?:body|query|payload|rawBody)$/;
