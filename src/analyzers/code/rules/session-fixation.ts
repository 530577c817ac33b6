import { nearestFunction } from '../flow/node.js';
import { isTestFile, textOf } from '../reading/nodes.js';
import type { SyntaxNode } from '../../syntax/tree.js';
import type { Unit } from '../flow/unit.js';
import type { CodeRule, Surroundings, Verdict } from './code-rule.js';

export const sessionFixation: CodeRule = {
  id: 'session-fixation',
  title: 'Session kept when a user signs in',
  severity: 'medium',
  confidence: 'medium',
  cwe: [384],
  owasp: ['A07:2021', 'A07:2025'],
  asvs: ['7.2.4'],
  languages: ['typescript', 'javascript'],
  description:
    'A user signs in, and the session that they had before stays, with the same identifier. Whoever planted that identifier in the browser of the user beforehand is then signed in as them.',
  remediation:
    'Start a new session when somebody signs in, and write to it after: `req.session.regenerate((error) => { req.session.userId = user.id; … })`.',
  references: [
    'https://expressjs.com/en/resources/middleware/session.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/384.html',
  ],
  nodes: [
    {
      types: ['assignment_expression'],
      hint: /\bsession(?:ID|\.id|\.\w{0,30}(?:[uU]ser|[aA]ccount|[lL]ogged|[aA]uth)\w{0,30})\s{0,20}=[^=]/,
      check,
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/login.ts',
        text: `import bcrypt from 'bcrypt';
import express from 'express';
import session from 'express-session';
import { users } from './users';

const app = express();
app.use(session({ secret: process.env.KEY ?? '', cookie: { secure: true } }));

app.post('/login', async (req, res) => {
  const user = await users.byEmail(req.body.email);
  if (!user || !(await bcrypt.compare(req.body.password, user.hash))) return res.sendStatus(401);
  req.session.userId = user.id; ◄
  res.redirect('/');
});
`,
      },
      {
        path: 'src/resume.js',
        text: `exports.resume = (req, res) => {
  req.sessionID = req.query.sid; ◄
  res.redirect('/');
};
`,
      },
    ],
    good: [
      {
        path: 'src/login.ts',
        text: `import bcrypt from 'bcrypt';
import express from 'express';
import { users } from './users';

express().post('/login', async (req, res, next) => {
  const user = await users.byEmail(req.body.email);
  if (!user || !(await bcrypt.compare(req.body.password, user.hash))) return res.sendStatus(401);
  req.session.regenerate((error) => {
    if (error) return next(error);
    req.session.userId = user.id;
    res.redirect('/');
  });
});
`,
      },
      {
        path: 'src/seen.js',
        text: `exports.seen = (req, res) => {
  req.session.userAgent = req.get('user-agent');
  req.session.views = (req.session.views || 0) + 1;
  res.redirect('/');
};
`,
      },
    ],
  },
};

const signedIn =
  /\bsession\.(?:user|userId|user_id|userid|uid|account|accountId|currentUser|loggedIn|isLoggedIn|isAuth|isAuthenticated|authenticated|logged_in|username|email|member|customer|admin)$/;
const checksPassword =
  /\b(?:bcrypt|argon2)\w*\s*\.\s*(?:compare|verify)\w*\s*\(|\b(?:compare|verify|check|validate|match)\w*Password\w*\s*\(|\bcomparePass\w*\s*\(|\bcompare(?:Sync)?\s*\([^)]*passw/i;

function check(unit: Unit, node: SyntaxNode, { read }: Surroundings): Verdict | undefined {
  const left = node.get('left');
  const right = node.get('right');
  if (left?.type !== 'member_expression' || !right || isTestFile(unit)) return undefined;
  const target = textOf(unit, left).replace(/\s+/g, '');
  if (/^(?:req|request|ctx)\.(?:sessionID|session\.id)$/.test(target)) {
    const isChosen = read(right).taints.some((taint) => taint.kind === 'request');
    return isChosen
      ? { message: 'The request chooses the identifier of the session.', confidence: 'high' }
      : undefined;
  }
  if (!/^(?:req|request|ctx|this\.req)\./.test(target) || !signedIn.test(target)) return undefined;
  if (/^(?:null|undefined|false|''|"")$/.test(textOf(unit, right))) return undefined;
  // The functions around: a password is checked in one of them, and none begins a new session.
  let scope = nearestFunction(node);
  for (let depth = 0; depth < 4 && scope.parent; depth++) {
    const text = textOf(unit, scope);
    if (/\bregenerate\b|session\s*=\s*|newSession|\.login\s*\(/i.test(text)) return undefined;
    if (checksPassword.test(text))
      return { message: 'The session from before stays when the user signs in.' };
    scope = nearestFunction(scope);
  }
  return undefined;
}
