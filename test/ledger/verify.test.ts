import { describe, expect, it } from '@jest/globals';
import { canonical } from '../../src/ledger/canonical.js';
import { genesis, hashOf, link, type Link } from '../../src/ledger/chain.js';
import { csvHeader, parseLine, renderCsvLine, renderLine } from '../../src/ledger/export.js';
import { keyOf, parseAnchor, verify } from '../../src/ledger/verify.js';
import { contentOf } from '../support/ledger.js';

const numbers = [1, 2, 3, 4, 5];
const links = link(
  { chain: 'acme', sequence: 0, hash: genesis },
  numbers.map((number) => contentOf(number)),
  '2026-05-04T12:00:00.000Z',
);
const faultsOf = async (some: readonly Link[]): Promise<string[]> =>
  (await verify(some)).faults.map(({ sequence, message }) => `${sequence ?? '-'} ${message}`);
const at = (index: number): Link => links[index] ?? { record: '', previous: '', hash: '' };
const rehashed = (record: string, previous: string): Link => ({
  record,
  previous,
  hash: hashOf(previous, record),
});

describe('an export', () => {
  it('of a whole chain or of a period is as it was written', async () => {
    expect(await faultsOf(links)).toEqual([]);
    const { faults, chains } = await verify(links.slice(1, 4));
    expect(faults).toEqual([]);
    expect(chains).toMatchObject([
      { chain: 'acme', records: 3, first: 2, head: { sequence: 4, hash: at(3).hash } },
    ]);
  });

  it('comes back from its lines as it was', () => {
    expect(links.map((one) => parseLine(renderLine(one)))).toEqual(links);
  });

  it.each<[string, readonly Link[], string[]]>([
    [
      'two lines that changed places',
      [at(0), at(2), at(1), at(3)],
      [
        '3 Missing before it: record 2.',
        '2 It stands behind record 3: inserted, doubled or out of order.',
        '2 It does not follow the record before it: one of the two was changed or put there.',
        '4 Missing before it: record 3.',
      ],
    ],
    [
      'a line that is there twice',
      [at(0), at(1), at(1), at(2)],
      [
        '2 It stands behind record 2: inserted, doubled or out of order.',
        '2 It does not follow the record before it: one of the two was changed or put there.',
      ],
    ],
    ['a line that is not there', [at(0), at(3)], ['4 Missing before it: records 2 to 3.']],
    [
      'a record put in with its own right hash',
      [at(0), rehashed(at(1).record.replace('Reason 2', 'Reason x'), at(0).hash), at(2)],
      ['3 It does not follow the record before it: one of the two was changed or put there.'],
    ],
  ])('with %s', async (_, some, expected) => {
    expect(await faultsOf(some)).toEqual(expected);
  });

  it('with a change of any one character of any line', async () => {
    for (const [index, one] of links.entries()) {
      const line = renderLine(one).trimEnd();
      for (let place = 0; place < line.length; place++) {
        const character = line[place] === 'e' ? 'f' : 'e';
        const changed = parseLine(`${line.slice(0, place)}${character}${line.slice(place + 1)}`);
        // Of a key's name in the line's frame, or of the form, nothing is left to read.
        if (!changed) continue;
        const faults = await faultsOf([...links.slice(0, index), changed, ...links.slice(index + 1)]);
        expect({ place, isFound: faults.length > 0 }).toEqual({ place, isFound: true });
      }
    }
  });
});

it('an anchor is read as it is printed, and nothing else is', () => {
  const head = { chain: 'acme', sequence: 7, hash: 'a'.repeat(64) };
  expect(parseAnchor(keyOf(head))).toEqual(head);
  expect(
    ['', 'acme', 'acme:7', `acme:0:${'a'.repeat(64)}`, `acme:7:${'a'.repeat(63)}`].map(parseAnchor),
  ).toEqual(Array<undefined>(5).fill(undefined));
});

it.each(['=1+1', '+1', '-1', '@A1', '\t=1', ' =1', '\r=1', '\n=1', '＝1', '|cmd', '%0'])(
  'a spreadsheet takes %j for no formula',
  (reason) => {
    const record = canonical({ ...contentOf(1, { reason }), chain: 'acme', sequence: 1, recordedAt: 'x' });
    const line = renderCsvLine({ record, previous: genesis, hash: genesis });
    expect(line).toContain(`"'${reason}"`);
    expect(csvHeader.split(',')).toHaveLength(22);
  },
);
