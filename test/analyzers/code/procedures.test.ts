import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../support/inspect.js';

async function told(text: string): Promise<readonly number[]> {
  const { detections } = await inspect('src/bills.ts', { 'src/bills.ts': text });
  return detections
    .filter(({ ruleId }) => ruleId === 'missing-authorization')
    .map(({ range }) => range.startLine);
}

const trpc = (last: string): string => `import { router, publicProcedure, memberProcedure } from './trpc';
import { z } from 'zod';
export const bills = router({
  add: memberProcedure.input(z.object({ text: z.string() })).mutation(({ ctx, input }) => ctx.bills.create(input)),
  change: memberProcedure.input(z.object({ id: z.string() })).mutation(({ ctx, input }) => ctx.bills.update(input)),
  ${last}
});
`;

describe('a procedure of tRPC', () => {
  it.each([
    [
      'takes a record away for anybody',
      'drop: publicProcedure.input(z.string()).mutation(({ ctx, input }) => ctx.bills.delete(input)),',
      [6],
    ],
    [
      'is meant for everybody',
      'contact: publicProcedure.input(z.string()).mutation(({ ctx, input }) => ctx.letters.create(input)),',
      [],
    ],
    ['reads', 'terms: publicProcedure.query(({ ctx }) => ctx.terms.findMany()),', []],
    [
      'asks by itself',
      'drop: publicProcedure.mutation(({ ctx }) => { if (!ctx.user) throw new Error(); return ctx.bills.delete(ctx.user.id); }),',
      [],
    ],
    [
      'is guarded on its way',
      'drop: publicProcedure.use(requireUser).mutation(({ ctx, input }) => ctx.bills.delete(input)),',
      [],
    ],
  ])('%s', async (_name, last, expected) => {
    expect(await told(trpc(last))).toEqual(expected);
  });
});

const resolvers = (last: string, head = ''): string => `import { requireUser } from './auth';
import { bills } from './bills-store';
${head}
export const resolvers = { Mutation: {
  addBill: (_, args, ctx) => { requireUser(ctx); return bills.create(args.text); },
  renameBill: (_, args, ctx) => { requireUser(ctx); return bills.update(args.id, args.text); },
  ${last}
} };
`;

describe('a resolver of GraphQL', () => {
  it.each([
    ['asks nobody', resolvers('deleteBill: (_, args) => bills.delete(args.id),'), [7]],
    [
      'is a method that asks nobody',
      resolvers('async deleteBill(_, args) { await bills.delete(args.id); return true; },'),
      [7],
    ],
    [
      'asks as the others do',
      resolvers('deleteBill: (_, args, ctx) => { requireUser(ctx); return bills.delete(args.id); },'),
      [],
    ],
    ['stands in a wrapper', resolvers('deleteBill: withLimits((_, args) => bills.delete(args.id)),'), []],
    [
      'is guarded apart',
      resolvers(
        'deleteBill: (_, args) => bills.delete(args.id),',
        "import { shield } from 'graphql-shield';",
      ),
      [],
    ],
    ['signs in', resolvers('login: (_, args) => bills.update(args.name),'), []],
  ])('%s', async (_name, text, expected) => {
    expect(await told(text)).toEqual(expected);
  });
});

describe('a resolver of NestJS', () => {
  const text = (
    guard: string,
    before = '',
  ): string => `import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { UseGuards } from '@nestjs/common';
import { SignedIn } from './signed-in';
${before}@Resolver()
export class Bills {
  @Query() list() { return this.bills.list(); }
  @Mutation() @UseGuards(SignedIn) add(@Args('text') text: string) { return this.bills.create(text); }
  @Mutation() @UseGuards(SignedIn) rename(@Args('id') id: string) { return this.bills.update(id); }
  @Mutation() ${guard} remove(@Args('id') id: string) { return this.bills.remove(id); }
}
`;

  it('without the guard of the others', async () => {
    expect(await told(text(''))).toEqual([9]);
    expect(await told(text('@UseGuards(SignedIn)'))).toEqual([]);
    expect(await told(text('', '@UseGuards(SignedIn) '))).toEqual([]);
  });
});
