import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { kindsOf } from '../flow/kind.js';
import { constantText } from '../flow/value.js';
import { isTestFile, textOf } from '../reading/nodes.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const typeConfusion: CodeRule = {
  id: 'type-confusion',
  title: 'Check of a text that may be a list',
  severity: 'medium',
  confidence: 'medium',
  cwe: [843, 1287],
  owasp: [],
  asvs: ['15.3.5', '15.3.7'],
  languages: ['typescript', 'javascript'],
  description:
    'A parameter of the request is searched for what must not be in it. Whoever sends it twice, or as JSON, makes a list of it, and `includes` and `indexOf` of a list look for a whole element: `["../../etc/passwd"]` does not include `".."`. Put into a text later, the list is its element again.',
  remediation:
    'Refuse what is no text first: `if (typeof name !== "string") return res.sendStatus(400)`, or make text of it with `String(req.query.name)` before it is checked and used.',
  references: [
    'https://expressjs.com/en/api.html#req.query',
    'https://cwe.mitre.org/data/definitions/843.html',
  ],
  methods: [{ methods: ['includes', 'indexOf', 'lastIndexOf'], check }],
  examples: {
    bad: [
      {
        path: 'src/files.ts',
        text: `import express from 'express';

express().get('/files', (req, res) => {
  const name = req.query.name as string;
  if (name.includes('..')) return res.sendStatus(400); ◄
  res.sendFile(name, { root: '/srv/files' });
});
`,
      },
      {
        path: 'src/comments.js',
        text: `const express = require('express');

express().post('/comments', (req, res) => {
  const { text } = req.body;
  if (text.indexOf('<') !== -1) { ◄
    res.sendStatus(400);
    return;
  }
  res.type('html').end('<p>' + text + '</p>');
});
`,
      },
    ],
    good: [
      {
        path: 'src/files.ts',
        text: `import express from 'express';

express().get('/files', (req, res) => {
  const { name } = req.query;
  if (typeof name !== 'string' || name.includes('..')) return res.sendStatus(400);
  res.sendFile(name, { root: '/srv/files' });
});
`,
      },
      {
        path: 'src/tags.js',
        text: `const express = require('express');

express().get('/articles/:path', (req, res) => {
  const isNew = req.query.tags.includes('new');
  if (req.params.path.includes('..')) return res.sendStatus(400);
  res.json({ isNew });
});
`,
      },
    ],
  },
};

/** Where lists and objects come from: the query string and the body, but not the path or the headers. */
const mayBeList = /^(?:express|koa|fastify|hapi|next)\b.*\.(?:query|body|payload)(?:\.|\(\)|$)/;
/** What is looked for in a text that must not hold it; a list of tags holds words. */
const harmful = /\.\.|[<>'"`;|&$\\]|^\/|:\/\/|^(?:javascript|data|file):|%00|\0|__proto__/;

function check(site: CallSite): Verdict | undefined {
  const wanted = constantText(site.arguments[0]);
  if (wanted === undefined || !harmful.test(wanted) || !site.receiver || isTestFile(site.unit))
    return undefined;
  const taint = site.receiver.taints.find(
    (each) =>
      each.kind === 'request' &&
      each.doubt < 2 &&
      (each.cleared & kindsOf('nosql')) === 0 &&
      mayBeList.test(each.origin),
  );
  if (!taint || site.receiver.shape !== undefined || !isCondition(site.node)) return undefined;
  const name = site.receiverNode ? textOf(site.unit, site.receiverNode).slice(0, 60) : taint.what;
  return {
    message: `\`${name.replaceAll('`', "'")}\` may be a list, in which \`${site.method ?? ''}\` looks for an element that is \`${wanted}\` as a whole.`,
    taint,
  };
}

/** Whether a branch depends on what a call gives. */
function isCondition(call: SyntaxNode): boolean {
  for (let at = call; at.parent; at = at.parent) {
    const { parent }: SyntaxNode = at;
    if (parent.get('condition') === at) return true;
    if (
      !/^(?:binary|unary|parenthesized|ternary)_expression$|^(?:return_statement|variable_declarator)$/.test(
        parent.type,
      )
    )
      return false;
    if (parent.type === 'return_statement') return true;
  }
  return false;
}
