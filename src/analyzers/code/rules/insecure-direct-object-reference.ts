import type { SyntaxNode } from '../../syntax/tree.js';
import type { Unit } from '../flow/unit.js';
import { demandsMore } from '../reading/guards.js';
import { chosenIds, identityUses } from '../reading/identity.js';
import { isTestFile, nodesIn, textOf } from '../reading/nodes.js';
import { isPersonal, lookupOf, namesOwner, type Lookup } from '../reading/records.js';
import { routeHint, routesOf, type Route } from '../reading/routes.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const insecureDirectObjectReference: CodeRule = {
  id: 'insecure-direct-object-reference',
  title: 'Record of another user within reach by its id',
  severity: 'high',
  confidence: 'medium',
  cwe: [639],
  owasp: ['A01:2021', 'A01:2025'],
  asvs: ['8.2.2'],
  languages: ['typescript', 'javascript'],
  description:
    'A route that demands a signed-in user finds or changes a record by the id in the request, and nothing compares the owner of the record with that user. Whoever has an account reads or changes the records of all others by trying ids.',
  remediation:
    'Put the owner into the condition, so that a foreign record is not found: `Order.findOne({ _id: req.params.id, customer: req.user.id })`; or compare it before use.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Insecure_Direct_Object_Reference_Prevention_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/639.html',
  ],
  nodes: [{ types: ['program'], hint: routeHint, check: (unit) => check(unit) }],
  examples: {
    bad: [
      {
        path: 'src/orders.ts',
        text: `import { Router } from 'express';
import { requireUser } from './auth';
import { Order } from './order';

export const router = Router();

router.get('/orders/:id', requireUser, async (req, res) => {
  res.json(await Order.findById(req.params.id)); ◄
});
`,
      },
      {
        path: 'app/api/invoices/[id]/route.ts',
        text: `import { auth } from '@/lib/auth';
import { prisma } from '@/lib/prisma';

export async function DELETE(_request: Request, { params }: { params: { id: string } }) {
  const session = await auth();
  if (!session) return new Response(null, { status: 401 });
  await prisma.invoice.delete({ where: { id: params.id } }); ◄
  return new Response(null, { status: 204 });
}
`,
      },
    ],
    good: [
      {
        path: 'src/orders.ts',
        text: `import { Router } from 'express';
import { requireUser } from './auth';
import { Order } from './order';
import { Product } from './product';

export const router = Router();

router.get('/orders/:id', requireUser, async (req, res) => {
  res.json(await Order.findOne({ _id: req.params.id, customer: req.user.id }));
});
router.get('/products/:id', requireUser, async (req, res) => {
  res.json(await Product.findById(req.params.id));
});
`,
      },
      {
        path: 'src/invoices.controller.ts',
        text: `import { Controller, ForbiddenException, Get, Param, UseGuards } from '@nestjs/common';
import { CurrentUser } from './current-user';
import { JwtAuthGuard } from './jwt-auth.guard';

@Controller('invoices')
@UseGuards(JwtAuthGuard)
export class InvoicesController {
  constructor(private readonly invoices: { findOne(id: string): Promise<{ userId: string }> }) {}

  @Get(':id')
  async get(@Param('id') id: string, @CurrentUser() user: { id: string }) {
    const invoice = await this.invoices.findOne(id);
    if (invoice.userId !== user.id) throw new ForbiddenException();
    return invoice;
  }
}
`,
      },
    ],
  },
};

function check(unit: Unit): readonly Verdict[] {
  if (isTestFile(unit)) return [];
  const routes = routesOf(unit);
  if (routes.length === 0) return [];
  const owned = ownedResources(unit, routes);
  return routes.flatMap((route) =>
    route.functions.flatMap((body) =>
      isJudged(unit, route, body) ? checkHandler(unit, route, body, owned) : [],
    ),
  );
}

/** Somebody has signed in, and nothing more than that is asked of them. */
function isJudged(unit: Unit, route: Route, body: SyntaxNode): boolean {
  if (route.guard === 'authorized' || route.guard === 'optional' || route.guards > 1) return false;
  if (route.guard === 'none' && !route.asks) return false;
  if (/(?:^|[/_-])(?:exists?|available|availability|check)(?:$|[/_-])/i.test(route.path)) return false;
  return !demandsMore(unit, body);
}

/** Resources of which the file finds the records of one user somewhere, so that each belongs to somebody. */
function ownedResources(
  unit: Unit,
  routes: readonly Route[],
): { read: ReadonlySet<string>; written: ReadonlySet<string> } {
  const read = new Set<string>();
  const written = new Set<string>();
  for (const route of routes)
    for (const body of route.functions) {
      const uses = identityUses(unit, body);
      if (uses.length === 0) continue;
      for (const call of nodesIn(unit, body, 'call_expression')) {
        const lookup = lookupOf(unit, call, (node) =>
          uses.some((use) => use.start >= node.start && use.end <= node.end),
        );
        if (!lookup) continue;
        written.add(lookup.resource);
        if (!lookup.writes) read.add(lookup.resource);
      }
    }
  return { read, written };
}

function checkHandler(
  unit: Unit,
  route: Route,
  body: SyntaxNode,
  owned: { read: ReadonlySet<string>; written: ReadonlySet<string> },
): readonly Verdict[] {
  const isChosen = chosenIds(unit, body, route.method === 'ACTION');
  const uses = identityUses(unit, body);
  const lookups = nodesIn(unit, body, 'call_expression')
    .map((call) => lookupOf(unit, call, isChosen))
    .filter((lookup) => lookup !== undefined);
  const isBranched = route.method === 'ALL' && lookups.length > 1;
  const verdicts: Verdict[] = [];
  for (const lookup of outermost(lookups)) {
    if (uses.some((use) => isBeside(use, lookup.node, body, isBranched))) continue;
    if (namesOwner(textOf(unit, lookup.node).replace(/\bdata\s*:\s*\{[^}]*\}/g, ''))) continue;
    if (!isPersonal(lookup.resource) && !(lookup.writes ? owned.written : owned.read).has(lookup.resource))
      continue;
    verdicts.push({
      node: lookup.node,
      message: `The ${lookup.resource} is ${lookup.writes ? 'changed' : 'found'} by the id in the request, and its owner is not compared with the user.`,
    });
    // The first one tells it all: what is done with the record after it has been found is the same flaw.
    if (!isBranched) break;
  }
  return verdicts;
}

/** Leaves out calls that stand in the chain of another: `db.select().from(t)` in `….where(…)`. */
function outermost(lookups: readonly Lookup[]): readonly Lookup[] {
  return lookups.filter(
    (lookup) =>
      !lookups.some(
        (other) =>
          other !== lookup && other.node.start <= lookup.node.start && lookup.node.end <= other.node.end,
      ),
  );
}

/** Whether the user is used where the lookup is: in the same branch, where a handler has one for each method. */
function isBeside(use: SyntaxNode, lookup: SyntaxNode, body: SyntaxNode, isBranched: boolean): boolean {
  if (!isBranched) return true;
  const branch = branchOf(lookup, body);
  return branch === undefined || (branch.start <= use.start && use.end <= branch.end);
}

function branchOf(node: SyntaxNode, body: SyntaxNode): SyntaxNode | undefined {
  for (let at = node.parent; at && at !== body; at = at.parent)
    if (at.type === 'if_statement' || at.type === 'switch_case') return at;
  return undefined;
}
