import { isTestFile, nodesOf, textOf } from '../reading/nodes.js';
import { routesOf } from '../reading/routes.js';
import type { Unit } from '../flow/unit.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const missingRateLimiting: CodeRule = {
  id: 'missing-rate-limiting',
  title: 'Sign-in without a limit of attempts',
  severity: 'medium',
  confidence: 'medium',
  cwe: [307, 770],
  owasp: ['A07:2021', 'A07:2025'],
  asvs: ['6.3.1'],
  languages: ['typescript', 'javascript'],
  description:
    'A whole server stands in this file, and its sign-in takes any number of attempts. Passwords are guessed by trying lists of common and of stolen ones, and each attempt costs the server the time of a slow hash.',
  remediation:
    'Limit attempts by address and by account: `app.post("/login", rateLimit({ windowMs: 60_000, limit: 5 }), handler)`.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/307.html',
  ],
  nodes: [{ types: ['program'], hint: /\.listen\s*\(/, check: (unit) => check(unit) }],
  examples: {
    bad: [
      {
        path: 'src/server.ts',
        text: `import bcrypt from 'bcrypt';
import express from 'express';
import { users } from './users';

const app = express();
app.post('/login', async (req, res) => { ◄
  const user = await users.byEmail(req.body.email);
  const isRight = user && (await bcrypt.compare(req.body.password, user.hash));
  res.sendStatus(isRight ? 204 : 401);
});
app.listen(3000);
`,
      },
      {
        path: 'src/index.js',
        text: `const argon2 = require('argon2');
const fastify = require('fastify')();

fastify.post('/auth/signin', async (request, reply) => { ◄
  const user = await fastify.users.find(request.body.name);
  if (!(await argon2.verify(user.hash, request.body.password))) return reply.code(401).send();
  return { id: user.id };
});
fastify.listen({ port: 3000 });
`,
      },
    ],
    good: [
      {
        path: 'src/server.ts',
        text: `import bcrypt from 'bcrypt';
import express from 'express';
import rateLimit from 'express-rate-limit';
import { users } from './users';

const app = express();
app.post('/login', rateLimit({ windowMs: 60_000, limit: 5 }), async (req, res) => {
  const user = await users.byEmail(req.body.email);
  const isRight = user && (await bcrypt.compare(req.body.password, user.hash));
  res.sendStatus(isRight ? 204 : 401);
});
app.listen(3000);
`,
      },
      {
        path: 'src/routes.ts',
        text: `import bcrypt from 'bcrypt';
import { Router } from 'express';
import { users } from './users';

export const router = Router();
router.post('/login', async (req, res) => {
  const user = await users.byEmail(req.body.email);
  res.sendStatus((await bcrypt.compare(req.body.password, user.hash)) ? 204 : 401);
});
`,
      },
    ],
  },
};

const limiting =
  /rate[-_]?limit|limiter|throttl|slow-?down|brute|attempts|lockout|toobusy|arcjet|captcha|turnstile/i;

/** Told only of servers that stand in one file: elsewhere the limit may be anywhere, also before the server. */
function check(unit: Unit): readonly Verdict[] {
  if (isTestFile(unit) || limiting.test(unit.text)) return [];
  const creates = nodesOf(unit, 'call_expression').some((call) =>
    /^(?:express|fastify|Fastify|require\(['"](?:express|fastify)['"]\))$/.test(
      textOf(unit, call.get('function') ?? call),
    ),
  );
  if (!creates) return [];
  return routesOf(unit)
    .filter(
      (route) =>
        route.method === 'POST' &&
        /log-?in|sign-?in|auth|session/i.test(route.path) &&
        route.functions.some((body) =>
          /\b(?:bcrypt|argon2|scrypt)\w*\s*\.?\s*(?:compare|verify)?\w*\s*\(|comparePassword|verifyPassword/.test(
            textOf(unit, body),
          ),
        ),
    )
    .map((route) => ({
      node: route.place,
      message: `Nothing in this server limits how often ${route.path} can be tried.`,
    }));
}
