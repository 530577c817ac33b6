import { isTestFile, textOf } from '../reading/nodes.js';
import { wordsOf } from '../reading/names.js';
import { changesState, routeHint, routesOf, type Route } from '../reading/routes.js';
import type { Unit } from '../flow/unit.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const missingAuthorization: CodeRule = {
  id: 'missing-authorization',
  title: 'Route without the authorization that its siblings have',
  severity: 'high',
  confidence: 'medium',
  cwe: [862, 306],
  owasp: ['A01:2021', 'A01:2025'],
  asvs: ['8.2.1'],
  languages: ['typescript', 'javascript'],
  description:
    'Routes beside this one ask who the user is; this one changes or gives out the same kind of data and does not. Anyone who can reach the server can call it.',
  remediation:
    'Put the same guard before it: `router.delete("/orders/:id", requireUser, handler)`; better, guard the router as a whole and make the exceptions explicit.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Authorization_Cheat_Sheet.html',
    'https://owasp.org/Top10/2021/A01_2021-Broken_Access_Control/',
    'https://cwe.mitre.org/data/definitions/862.html',
  ],
  nodes: [{ types: ['program'], hint: routeHint, check: (unit) => check(unit) }],
  examples: {
    bad: [
      {
        path: 'src/orders.ts',
        text: `import { Router } from 'express';
import { requireUser } from './auth';
import { orders } from './orders-store';

export const router = Router();

router.get('/orders', requireUser, async (req, res) => res.json(await orders.of(req.user.id)));
router.post('/orders', requireUser, async (req, res) => res.json(await orders.add(req.user.id, req.body)));
router.delete('/orders/:id', async (req, res) => { ◄
  await orders.remove(req.params.id);
  res.sendStatus(204);
});
`,
      },
      {
        path: 'src/invoices.controller.ts',
        text: `import { Body, Controller, Get, Param, Patch, Post, UseGuards } from '@nestjs/common';
import { JwtAuthGuard } from './jwt-auth.guard';

@Controller('invoices')
export class InvoicesController {
  constructor(private readonly invoices: { list(): void; add(dto: object): void; pay(id: string): void }) {}

  @Get()
  @UseGuards(JwtAuthGuard)
  list() {
    return this.invoices.list();
  }

  @Post()
  @UseGuards(JwtAuthGuard)
  add(@Body() dto: object) {
    return this.invoices.add(dto);
  }

  @Patch(':id/pay') ◄
  pay(@Param('id') id: string) {
    return this.invoices.pay(id);
  }
}
`,
      },
    ],
    good: [
      {
        path: 'src/articles.ts',
        text: `import { Router } from 'express';
import { requireUser } from './auth';
import { articles } from './articles-store';

export const router = Router();

router.get('/articles', async (_req, res) => res.json(await articles.all()));
router.post('/login', async (req, res) => res.json(await articles.login(req.body)));
router.post('/articles', requireUser, async (req, res) => res.json(await articles.add(req.user.id, req.body)));
`,
      },
      {
        path: 'src/projects.ts',
        text: `import { Router } from 'express';
import { requireUser } from './auth';
import { projects } from './projects-store';

export const router = Router();

router.use(requireUser);
router.post('/projects', async (req, res) => res.json(await projects.add(req.body)));
router.delete('/projects/:id', async (req, res) => res.json(await projects.remove(req.params.id)));
`,
      },
    ],
  },
};

function check(unit: Unit): readonly Verdict[] {
  if (isTestFile(unit)) return [];
  const groups = new Map<string, Route[]>();
  for (const route of routesOf(unit)) {
    const list = groups.get(route.group);
    if (list) list.push(route);
    else groups.set(route.group, [route]);
  }
  return [...groups.values()].flatMap((routes) => checkGroup(unit, routes));
}

function checkGroup(unit: Unit, routes: readonly Route[]): readonly Verdict[] {
  const guarded = routes.filter(
    (route) => route.guard === 'signed in' || route.guard === 'authorized' || route.asks,
  );
  const open = routes.filter((route) => route.guard === 'none' && !route.asks && !route.isHidden);
  // A handler that uses the user without a look whether there is one, relies on a guard before all of these routes.
  if (routes.some((route) => route.relies)) return [];
  const siblings: Siblings = {
    guarded: guarded.length,
    changing: guarded.filter(changesState).length,
    resources: new Set(guarded.map((route) => resourceOf(route.path))),
  };
  // Where the siblings demand a role alone, everybody may have to sign in before any of these routes.
  const asksAnybody = guarded.some((route) => route.signsIn || route.asks);
  const suspects = open.filter(
    (route) => (asksAnybody || sensitive.test(route.path)) && isSuspect(unit, route, siblings),
  );
  // Where most of what changes data is open, that is how the server is meant to be, or it is guarded elsewhere.
  if (suspects.length > 2 * guarded.length) return [];
  return suspects.map((route) => ({
    node: route.place,
    message: `This route (${nameOf(route)}) asks nobody who they are, unlike ${guarded.length === 1 ? 'the guarded one' : `${guarded.length} others`} beside it.`,
  }));
}

function nameOf(route: Route): string {
  return route.method === 'ACTION' ? `the action ${route.path}` : `${route.method} ${route.path || '/'}`;
}

const publicWords = new Set(
  (
    'login logon signin signup signout logout register registration auth oauth oauth2 sso saml oidc callback webhook ' +
    'webhooks hook hooks public forgot forgotten reset recover recovery verify verification confirm confirmation ' +
    'activate activation unsubscribe subscribe newsletter contact feedback refresh csrf captcha otp static assets ' +
    'favicon robots sitemap graphql cron track tracking analytics telemetry ipn notify hello echo demo search ' +
    'calculate preview validate availability waitlist lead leads quote estimate locale theme language'
  ).split(' '),
);
const readingWords = new Set(
  'health healthz healthcheck live liveness ready readiness ping status version metrics docs swagger openapi info'.split(
    ' ',
  ),
);
const sensitive =
  /(?:^|[/_-])(?:admin|audit|export|exports|internal|backup|backups|billing|private|debug|logs?|reports?|dump)(?:$|[/_-])/i;

/** The routes beside one that are guarded. */
interface Siblings {
  readonly guarded: number;
  /** How many of them change something. */
  readonly changing: number;
  /** What their paths begin with. */
  readonly resources: ReadonlySet<string>;
}

function isSuspect(unit: Unit, route: Route, { guarded, changing, resources }: Siblings): boolean {
  if (guarded === 0) return false;
  // Answers that refuse the method whoever asks.
  if (route.functions.some((body) => /\b(?:405|410|501)\b/.test(textOf(unit, body)))) return false;
  if (route.functions.length > 0 && route.functions.every((body) => onlyFails.test(textOf(unit, body))))
    return false;
  const words = wordsOf(route.path);
  const joined = words.join('');
  if (words.some((word) => publicWords.has(word)) || /sign(?:in|up|out)|log(?:in|out)/.test(joined))
    return false;
  const isBeside = resources.has('') || resources.has(resourceOf(route.path));
  if (route.method === 'ACTION') return guarded >= 2 && changing > 0 && changesRecords(unit, route);
  if (!changesState(route)) {
    if (route.method !== 'GET' || words.some((word) => readingWords.has(word))) return false;
    return sensitive.test(route.path) && isBeside;
  }
  // A password is handed over where somebody signs in or registers.
  const handsOver = route.functions.some((body) => /passw/i.test(textOf(unit, body)));
  if (route.method === 'POST' && handsOver) return false;
  if (route.method !== 'POST') return changing > 0 || isBeside;
  return isBeside && !words.some((word) => readingWords.has(word));
}

/** `(req, res, next) => { next(new NotFound()); }`: nothing but an error, whoever asks. */
const onlyFails = /(?:\{\s*|=>\s*)(?:return\s+)?(?:next\(|throw\s+)new\s[^;{}]*;?\s*\}?$/;

/** What a path begins with, after what says only that it is an API: `orders` of `/api/v1/orders/:id`, nothing of `/:id`. */
function resourceOf(path: string): string {
  const [first = ''] = path.split('/').filter((part) => part !== '' && !/^(?:api|rest|v\d+)$/.test(part));
  return /^[:*{[]/.test(first) ? '' : first.toLowerCase();
}

const writes =
  /\.\s*(?:create|createMany|insert|insertOne|update|updateOne|updateMany|delete|deleteOne|deleteMany|destroy|remove|upsert|save|findByIdAnd\w+|findOneAnd\w+)\s*\(/;

function changesRecords(unit: Unit, route: Route): boolean {
  return route.functions.some((body) => writes.test(textOf(unit, body)));
}
