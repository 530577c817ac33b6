import type { SyntaxNode } from '../../syntax/tree.js';
import { bare } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { isTestFile, literalText, nodesOf, textOf } from '../reading/nodes.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const userControlledAuthorization: CodeRule = {
  id: 'user-controlled-authorization',
  title: 'Permission that the request itself claims',
  severity: 'high',
  confidence: 'medium',
  cwe: [807, 290, 639],
  owasp: ['A01:2021', 'A01:2025'],
  asvs: ['8.3.1'],
  languages: ['typescript', 'javascript'],
  description:
    'Whether somebody may do a thing is decided by a field, a header or a cookie of their own request. Whoever sends the request writes there what they like, and is an administrator.',
  remediation:
    'Decide by what the server knows of the signed-in user: `if (req.user.role !== "admin") return res.sendStatus(403)`, with the role from the session, a verified token or the database.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Authorization_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/807.html',
  ],
  nodes: [
    {
      types: ['program'],
      hint: /\breq(?:uest)?\s*\.\s*(?:body|query|cookies|headers|params|get\(|header\()[\s\S]{0,40}(?:admin|role|permission|superuser|user)/i,
      check: (unit) => check(unit),
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/admin.ts',
        text: `import express from 'express';
import { purge } from './purge';

express().post('/purge', (req, res) => {
  if (req.query.admin !== 'true') return res.sendStatus(403); ◄
  purge();
  res.sendStatus(204);
});
`,
      },
      {
        path: 'src/reports.js',
        text: `exports.report = (req, res) => {
  if (req.headers['x-user-role'] === 'admin') { ◄
    return res.json(require('./reports').all());
  }
  res.json([]);
};
`,
      },
    ],
    good: [
      {
        path: 'src/admin.ts',
        text: `import express from 'express';
import { purge } from './purge';

express().post('/purge', (req, res) => {
  if (req.session.user?.role !== 'admin') return res.sendStatus(403);
  purge();
  res.sendStatus(204);
});
`,
      },
      {
        path: 'src/users.js',
        text: `exports.create = (req, res) => {
  if (req.body.role === 'admin') return res.status(403).json({ error: 'Ask an administrator' });
  if (!['member', 'guest'].includes(req.body.role)) return res.sendStatus(400);
  require('./users').create(req.body.role);
  res.sendStatus(201);
};
`,
      },
    ],
  },
};

const claim =
  /^(?:req|request|ctx\.request|ctx|c\.req)\??\.(?:body|query|cookies|signedCookies|headers|params)(?:\??\.|\??\.?\[['"])[\w-]*(?:is_?admin|admin|role|permissions?|superuser|privileged?|is_?staff)['"]?\]?$|^(?:req|request|ctx)\.(?:get|header)\(['"][\w-]*(?:admin|role|permission|superuser)['"]\)$/i;
const refusal = /\b(?:40[0134]|Forbidden|Unauthorized|throw|deny|reject)\b/;

function check(unit: Unit): readonly Verdict[] {
  if (isTestFile(unit)) return [];
  return nodesOf(unit, 'if_statement').flatMap((statement): Verdict[] => {
    const condition = statement.get('condition');
    const consequence = statement.get('consequence');
    if (!condition || !consequence) return [];
    const tests = termsOf(condition).flatMap((term) => {
      const read = readTerm(unit, term);
      return read ? [read] : [];
    });
    const [found] = tests;
    const pair = found ? undefined : termsOf(condition).find((term) => comparesClaims(unit, term));
    if (pair)
      return [
        {
          node: condition,
          message:
            'Two parts of one request are compared to decide what may be done, and whoever asks writes both.',
        },
      ];
    if (!found) return [];
    const refuses = refusal.test(textOf(unit, consequence));
    // Who claims a role and is refused for it gains nothing.
    if (found.grants === refuses) return [];
    // Something that is not of the request decides too.
    const rest = textOf(unit, condition);
    if (/\b(?:user|session|token|auth\w*|locals)\b\s*\??\./.test(rest.replace(found.text, ''))) return [];
    return [
      {
        node: condition,
        message: `\`${found.text.replaceAll('`', "'")}\` decides what may be done, and whoever asks writes it.`,
      },
    ];
  });
}

const claimedUser =
  /^(?:req|request|ctx)\??\.(cookies|headers|query|params|body)(?:\??\.|\??\.?\[['"])(?:[\w-]*user(?:_?id|_?name)?|id|owner\w*|account\w*)['"]?\]?$/i;

/** `req.cookies.user === req.params.id` */
function comparesClaims(unit: Unit, term: SyntaxNode): boolean {
  const node = bare(term);
  const [left, right] = [node.get('left'), node.get('right')];
  if (
    node.type !== 'binary_expression' ||
    !/^[=!]==?$/.test(node.get('operator')?.type ?? '') ||
    !left ||
    !right
  )
    return false;
  const from = [left, right].map((side) => claimedUser.exec(textOf(unit, bare(side)))?.[1]);
  return (
    from.every((part) => part !== undefined) &&
    from[0] !== from[1] &&
    from.some((part) => part === 'cookies' || part === 'headers')
  );
}

function termsOf(condition: SyntaxNode): readonly SyntaxNode[] {
  const node = bare(condition);
  if (node.type === 'binary_expression' && /^(?:&&|\|\|)$/.test(node.get('operator')?.type ?? ''))
    return [node.get('left'), node.get('right')].flatMap((side) => (side ? termsOf(side) : []));
  return [node];
}

/** A test of what the request claims, and whether it holds for those who claim it. */
function readTerm(unit: Unit, term: SyntaxNode): { text: string; grants: boolean } | undefined {
  const node = bare(term);
  const text = textOf(unit, node);
  if (claim.test(text))
    return /admin|superuser|staff|privileged/i.test(text) ? { text, grants: true } : undefined;
  if (node.type === 'unary_expression') {
    const inner = node.get('argument');
    const read = inner && readTerm(unit, inner);
    return read && { ...read, grants: !read.grants };
  }
  if (node.type !== 'binary_expression') return undefined;
  const operator = node.get('operator')?.type ?? '';
  const [left, right] = [node.get('left'), node.get('right')];
  if (!/^[=!]==?$/.test(operator) || !left || !right) return undefined;
  const side = [left, right].find((part) => claim.test(textOf(unit, bare(part))));
  const other = side === left ? right : left;
  const value = literalText(unit, other) ?? textOf(unit, other);
  if (!side || !/^(?:\w*admin\w*|root|super\w*|owner|staff|moderator|true|1|'?yes'?)$/i.test(value))
    return undefined;
  return { text: textOf(unit, bare(side)), grants: operator.startsWith('=') };
}
