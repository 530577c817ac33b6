import { describe, expect, it } from '@jest/globals';
import { quoteCode } from '../../src/triage/excerpts.js';
import { makeFinding } from '../support/report.js';

const value = ['s3cr3t', 'v4lue'].join('-');
const at = (path: string, startLine: number, endLine = startLine, startColumn = 1, endColumn = 1) => ({
  path,
  startLine,
  startColumn,
  endLine,
  endColumn,
});

describe('the code of a finding', () => {
  const text = [
    '  const id = req.query.id;',
    `const key = '${value}';`,
    'const block = `first',
    'second',
    'third`;',
    `use('${value}');`,
    '',
    'x'.repeat(300),
  ].join('\n');
  const standing = [
    makeFinding({ location: at('a.ts', 2, 2, 14, 14 + value.length), secretHash: '0'.repeat(16) }),
    makeFinding({ location: at('a.ts', 3, 5, 15, 6), secretHash: '1'.repeat(16) }),
  ];
  const open = async (path: string) => (path === 'a.ts' ? { text, standing } : undefined);
  const quote = async (line: number, path = 'a.ts'): Promise<string | undefined> =>
    (await quoteCode([makeFinding({ location: at(path, line) })], open))[0]?.code;

  it('is its line, without the blanks before it, and cut where it is long', async () => {
    expect(await quote(1)).toBe('const id = req.query.id;');
    expect(await quote(8)).toBe(`${'x'.repeat(160)}…`);
    expect([await quote(7), await quote(99)]).toEqual([undefined, undefined]);
  });

  it('has no credential, not even a line of one, and wherever it stands again', async () => {
    expect(await quote(2)).toBe('…');
    expect(await quote(6)).toBe("use('…');");
    expect([await quote(3), await quote(4), await quote(5)]).toEqual(['…', '…', '…']);
  });

  it('is not shown of what another rule finds to be a credential, by whatever finding', async () => {
    const trace = [{ location: at('a.ts', 8), message: 'comes from here' }];
    const credential = makeFinding({ location: at('a.ts', 1), trace, cwe: [798, 259] });
    const openBoth = async () => ({ text, standing: [credential] });
    const other = [1, 8].map((line) => makeFinding({ location: at('a.ts', line), cwe: [89] }));
    const [own, ...others] = await quoteCode([credential, ...other], openBoth);
    expect([own?.code, own?.trace[0]?.code]).toEqual([undefined, undefined]);
    expect(others.map(({ code }) => code)).toEqual(['…', '…']);
  });

  it('has no text in quotes that stands beside a credential, too', async () => {
    const lines = `env('first-word', '${value}', 'x');\nuse('first-word', 'x');`;
    const found = makeFinding({
      location: at('a.ts', 1, 1, 20, 20 + value.length),
      secretHash: '0'.repeat(16),
    });
    const openOther = async () => ({ text: lines, standing: [found] });
    const [other] = await quoteCode([makeFinding({ location: at('a.ts', 2) })], openOther);
    expect(other?.code).toBe("use('…', 'x');");
  });

  it('is not shown of a file that nobody looked for credentials in, or of an older commit', async () => {
    expect(await quote(1, 'b.ts')).toBeUndefined();
    const [old] = await quoteCode([makeFinding({ location: at('a.ts', 1), commit: 'c'.repeat(40) })], open);
    expect(old?.code).toBeUndefined();
  });

  it('stands beside each step of its way', async () => {
    const trace = [
      { location: at('a.ts', 1), message: 'enters here' },
      { location: at('b.ts', 1), message: 'goes through' },
      { location: at('a.ts', 6), message: 'does harm' },
    ];
    const [finding] = await quoteCode([makeFinding({ location: at('a.ts', 6), trace })], open);
    expect(finding?.trace.map(({ code }) => code)).toEqual([
      'const id = req.query.id;',
      undefined,
      "use('…');",
    ]);
  });
});
