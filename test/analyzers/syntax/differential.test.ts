import { afterAll, describe, expect, it } from '@jest/globals';
import { createPool } from '../../../src/analyzers/syntax/pool.js';

type Node = readonly [type: string, field: string, start: number, end: number, named?: boolean];

const pool = createPool<unknown, unknown>({
  url: new URL('../../support/syntax-worker.mjs', import.meta.url),
  size: 1,
  timeLimit: 20_000,
  patience: 60_000,
  shortTimeLimit: 1_000,
});
afterAll(() => pool.close());

const samples: readonly (readonly [name: string, grammar: string, text: string])[] = [
  ['declarations', 'javascript', 'const a = 1, b = [2, ...c];\nlet { d, e: [f] = [] } = g;\nvar h;'],
  ['functions', 'javascript', 'async function* f(a = 1, ...b) { for await (const c of b) yield* c; }'],
  ['operators', 'javascript', 'x = a ?? (b || !c) && typeof d === `t${e}` ? -f ** 2 : delete g?.[h]?.(i);'],
  ['template and regular expression', 'javascript', 'q = `a ${b + `${c}`} d`; r = /[/]\\/x/giu.test(q);'],
  [
    'a script with a hash bang',
    'javascript',
    '#!/usr/bin/env node\nrequire("./x")({ get a() { return 1; }, [b]: c });',
  ],
  ['types', 'typescript', 'type A<T extends B = C> = { readonly [K in keyof T]?: T[K] } & (D | typeof e);'],
  [
    'classes',
    'typescript',
    '@dec() abstract class A<T> extends B<T> implements C { private static #x: number = 1; constructor(public y?: string) { super(); } get z(): T { return this.y as unknown as T; } }',
  ],
  [
    'modules',
    'typescript',
    "import type { A, B as C } from './a.js';\nexport default class {}\nexport * as d from 'd';\nexport { A };",
  ],
  [
    'enums and namespaces',
    'typescript',
    'declare module "m" { enum E { A = 1, B } namespace N { const c: unique symbol; } }',
  ],
  [
    'assertions',
    'typescript',
    'const a = <T>b!; function is(x: unknown): asserts x is string {} let c = d satisfies E;',
  ],
  ['elements', 'tsx', 'const a = <A.B c="d" {...e} f={g => <></>}>text &amp; {h ? <i /> : "j"}</A.B>;'],
  ['characters beyond the basic plane', 'typescript', 'const 名 = "😀 é"; // 😀 𝒳\nf("𝒳😀", 名);'],
  ['line ends of Windows', 'typescript', 'if (a) {\r\n  b();\r\n} else\r\n  c();\r\n'],
  ['a stray bracket', 'typescript', 'const a = (1 + ];\nconst b = 2;'],
  ['an unfinished call', 'typescript', 'function f() { g(1, '],
  ['no text', 'typescript', ''],
  [
    'more than 32,768 characters',
    'typescript',
    'export const value = compute(1, "two", { three: [4] });\n'.repeat(900),
  ],
];

describe('the WebAssembly parser and the native one', () => {
  it.each(samples)('give the same tree of %s', async (_name, grammar, text) => {
    const ours = ((await pool.run({ kind: 'parse', grammar, text })) as { nodes: Node[] }).nodes;
    const native = (await pool.run({ kind: 'native', grammar, text })) as Node[];
    const keys = new Set(ours.map(keyOf));
    const kept = native.filter((node) => node[4] === true || keys.has(keyOf(node)));
    expect(ours.map(keyOf)).toEqual(kept.map(keyOf));
    expect(native.length).toBeGreaterThanOrEqual(ours.length);
  });
});

function keyOf([type, field, start, end]: Node): string {
  return `${field}:${type} ${start}-${end}`;
}
