import type { CallSite } from '../flow/call-site.js';
import { keyName, nearestFunction } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { constantText } from '../flow/value.js';
import { isTestFile, nodesOf, textOf } from '../reading/nodes.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const csrfDisabled: CodeRule = {
  id: 'csrf-disabled',
  title: 'Protection against forged requests left out',
  severity: 'medium',
  confidence: 'medium',
  cwe: [352],
  owasp: ['A01:2021', 'A01:2025'],
  asvs: ['3.5.1'],
  languages: ['typescript', 'javascript'],
  description:
    'The server knows its users by a cookie that browsers send along by themselves, and takes requests that change something without a sign that its own pages sent them. A page elsewhere sends such a request in the name of whoever visits it.',
  remediation:
    'Set `sameSite: "lax"` or `"strict"` on the session cookie and demand a token with every request that changes something, for all methods, after any middleware that changes the method.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/352.html',
  ],
  calls: [{ at: ['csurf'], check: checkMethods }],
  groups: [
    {
      at: ['csurf', 'express.csrf', 'lusca.csrf', 'method-override', 'express.methodOverride'],
      check: (sites) =>
        checkOrder(sites).map((site) => ({
          site,
          verdict: {
            message:
              'The method of a request is changed after it was checked for forgery, so a checked GET becomes an unchecked POST.',
          },
        })),
    },
  ],
  nodes: [
    {
      types: ['program'],
      hint: /\bcsrf(?:Protection|Prevention)?['"]?\s*:\s*false/,
      check: (unit) => checkOptions(unit),
    },
    { types: ['program'], hint: /express-session|cookie-session/, check: (unit) => checkServer(unit) },
  ],
  examples: {
    bad: [
      {
        path: 'src/app.js',
        text: `const express = require('express');
const session = require('express-session');

const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(session({ secret: process.env.KEY, resave: false, cookie: { secure: true, sameSite: 'none' } })); ◄
app.post('/transfer', (req, res) => {
  require('./bank').transfer(req.session.userId, req.body.to, req.body.amount);
  res.redirect('/');
});
app.listen(3000);
`,
      },
      {
        path: 'src/order.js',
        text: `const express = require('express');
const csrf = require('csurf');
const methodOverride = require('method-override');

const app = express();
app.use(csrf({ cookie: true }));
app.use(methodOverride('_method')); ◄
module.exports = app;
`,
      },
    ],
    good: [
      {
        path: 'src/app.js',
        text: `const express = require('express');
const session = require('express-session');

const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(session({ secret: process.env.KEY, resave: false, cookie: { secure: true, sameSite: 'lax' } }));
app.post('/transfer', (req, res) => res.redirect('/'));
app.listen(3000);
`,
      },
      {
        path: 'src/order.js',
        text: `const express = require('express');
const csrf = require('csurf');
const methodOverride = require('method-override');

const app = express();
app.use(methodOverride('_method'));
app.use(csrf({ cookie: true }));
module.exports = app;
`,
      },
    ],
  },
};

function checkMethods(site: CallSite): Verdict | undefined {
  const ignored = [...(site.arguments[0]?.fields?.get('ignoreMethods')?.fields?.values() ?? [])];
  const changing = ignored.find((value) => /^(?:post|put|patch|delete)$/i.test(constantText(value) ?? ''));
  if (!changing) return undefined;
  return {
    confidence: 'high',
    message: `Requests with the method ${constantText(changing) ?? ''} are not checked for forgery.`,
  };
}

/** `app.use(methodOverride())` after `app.use(csrf())`. */
function checkOrder(sites: readonly CallSite[]): readonly CallSite[] {
  const used = sites.filter(isUsedAtOnce).sort((a, b) => a.node.start - b.node.start);
  return used.filter(
    (site) =>
      /ethod-?[oO]verride/.test(site.origin) &&
      used.some(
        (other) =>
          /csr?u?rf$/.test(other.origin) &&
          other.node.end < site.node.start &&
          nearestFunction(other.node) === nearestFunction(site.node),
      ),
  );
}

/** What is kept under a name may be used anywhere, in any order. */
function isUsedAtOnce(site: CallSite): boolean {
  const holder = site.node.parent;
  return holder?.type === 'arguments' || holder?.type === 'expression_statement';
}

function checkOptions(unit: Unit): readonly Verdict[] {
  if (isTestFile(unit)) return [];
  return nodesOf(unit, 'pair').flatMap((pair): Verdict[] => {
    const name = keyName(pair.get('key'), unit.text) ?? '';
    const value = pair.get('value');
    if (!/^csrf(?:Protection|Prevention)?$/.test(name) || value?.type !== 'false') return [];
    return [
      {
        node: pair,
        message: 'The check for forged requests is turned off.',
        fix: { description: 'Check for forged requests', edits: [{ node: value, text: 'true' }] },
      },
    ];
  });
}

const protectedBy =
  /csrf|xsrf|lusca|sameSite['"]?\s*:\s*['"](?:lax|strict)|sec-fetch|['"`]origin['"`]|headers\.origin|authorization|Bearer/i;

/** A whole server in one file that takes forms, keeps users by a cookie for all sites, and checks nothing. */
function checkServer(unit: Unit): readonly Verdict[] {
  if (isTestFile(unit) || protectedBy.test(unit.text)) return [];
  if (!/urlencoded/.test(unit.text) || !/sameSite['"]?\s*:\s*(?:['"]none|false)/i.test(unit.text)) return [];
  const calls = nodesOf(unit, 'call_expression');
  const changes = calls.some((call) =>
    /\.(?:post|put|patch|delete)$/.test(textOf(unit, call.get('function') ?? call)),
  );
  const session = calls.find((call) =>
    /^(?:session|cookieSession|expressSession)$/.test(textOf(unit, call.get('function') ?? call)),
  );
  if (!changes || !session) return [];
  return [
    {
      node: session,
      message: 'The cookie is sent with requests from all sites, and nothing tells forged requests apart.',
    },
  ];
}
