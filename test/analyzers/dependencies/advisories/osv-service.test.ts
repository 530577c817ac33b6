import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Advisories } from '../../../../src/analyzers/dependencies/advisories/advisory.js';
import { createOsvService } from '../../../../src/analyzers/dependencies/advisories/osv-service.js';
import { withFallback } from '../../../../src/analyzers/dependencies/advisories/fallback.js';

interface Query {
  readonly package: { readonly ecosystem: string; readonly name: string };
  readonly version: string;
  readonly page_token?: string;
}

/** A stand-in for the OSV service: what it knows of `name@version`, a page of two at a time, and what it was asked. */
class StandIn {
  readonly known = new Map<string, string[]>();
  readonly batches: number[] = [];
  readonly fetched: string[] = [];
  modified = '2026-01-01T00:00:00Z';
  failures = 0;
  readonly withheld = new Set<string>();
  private server: Server | undefined;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    if (this.failures > 0) {
      this.failures--;
      return { status: 503, body: {} };
    }
    if (request.url === '/v1/querybatch') {
      let text = '';
      for await (const part of request) text += String(part);
      const { queries } = JSON.parse(text) as { queries: Query[] };
      if (queries.length > 1000) return { status: 400, body: { code: 3, message: 'too many queries' } };
      this.batches.push(queries.length);
      return { status: 200, body: { results: queries.map((query) => this.page(query)) } };
    }
    const id = decodeURIComponent((request.url ?? '').replace('/v1/vulns/', ''));
    if (this.withheld.has(id)) return { status: 404, body: {} };
    this.fetched.push(id);
    const name = [...this.known].find(([, ids]) => ids.includes(id))?.[0].split('@')[0] ?? '';
    const affected = [
      { package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] },
    ];
    return { status: 200, body: { id, modified: this.modified, affected } };
  }

  private page({ package: { name }, version, page_token: token = '0' }: Query): object {
    const ids = this.known.get(`${name}@${version}`) ?? [];
    const start = Number(token);
    const vulns = ids.slice(start, start + 2).map((id) => ({ id, modified: this.modified }));
    if (vulns.length === 0) return {};
    return { vulns, ...(ids.length > start + 2 && { next_page_token: String(start + 2) }) };
  }
}

const npm = (name: string, version = '1.0.0'): { ecosystem: string; name: string; version: string } => ({
  ecosystem: 'npm',
  name,
  version,
});
const idsOf = async (advisories: Advisories, ...names: string[]): Promise<(string[] | undefined)[]> =>
  (await advisories.find(names.map((name) => npm(name)))).records.map((list) => list?.map(({ id }) => id));

let standIn = new StandIn();
let address = '';
const wait = async (): Promise<void> => undefined;
beforeEach(async () => {
  standIn = new StandIn();
  address = await standIn.start();
});
afterEach(() => standIn.stop());

describe('the OSV service', () => {
  it('is asked in batches of 1,000, and page after page', async () => {
    standIn.known.set('p7@1.0.0', ['A', 'B', 'C', 'D', 'E']);
    const names = Array.from({ length: 2001 }, (_, index) => `p${index}`);
    const found = await idsOf(createOsvService({ address, wait }), ...names);
    expect(found[7]).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(found.filter((ids) => ids?.length === 0)).toHaveLength(2000);
    expect(standIn.batches).toEqual([1000, 1, 1, 1000, 1]);
  });

  it('is asked for a record once, as long as it is not modified, and for a version once in ten minutes', async () => {
    standIn.known.set('a@1.0.0', ['A']);
    standIn.known.set('b@1.0.0', ['A']);
    let now = 0;
    const service = createOsvService({ address, wait, now: () => now });
    await idsOf(service, 'a');
    await idsOf(service, 'a', 'b');
    expect([standIn.batches, standIn.fetched]).toEqual([[1, 1], ['A']]);
    now += 11 * 60_000;
    standIn.modified = '2026-02-02T00:00:00Z';
    await idsOf(service, 'a');
    expect([standIn.batches, standIn.fetched]).toEqual([
      [1, 1, 1],
      ['A', 'A'],
    ]);
  });

  it('is asked again after a passing fault', async () => {
    standIn.known.set('a@1.0.0', ['A']);
    standIn.failures = 2;
    expect(await idsOf(createOsvService({ address, wait }), 'a')).toEqual([['A']]);
  });

  it('keeps records in a folder for the next process', async () => {
    const cacheFolder = await mkdtemp(path.join(os.tmpdir(), 'records-'));
    try {
      standIn.known.set('a@1.0.0', ['A', '../../B']);
      await idsOf(createOsvService({ address, wait, cacheFolder }), 'a');
      expect(await readdir(cacheFolder)).toEqual(['A.json']);
      expect(await idsOf(createOsvService({ address, wait, cacheFolder }), 'a')).toEqual([['A', '../../B']]);
      expect(standIn.fetched.toSorted()).toEqual(['../../B', '../../B', 'A']);
    } finally {
      await rm(cacheFolder, { recursive: true });
    }
  });

  it('that is out of reach leaves what it did not answer open and says so', async () => {
    standIn.failures = 100;
    const { records, problems } = await createOsvService({ address, wait }).find([npm('a')]);
    expect(records).toEqual([undefined]);
    expect(problems).toEqual([
      {
        kind: 'notice',
        message: expect.stringMatching(
          /^The OSV service is out of reach: 127\.0\.0\.1:\d+ answered with 503\.$/,
        ),
      },
    ]);
  });

  it('that does not give a record leaves the packages open that it speaks of, and no others', async () => {
    standIn.known.set('a@1.0.0', ['A']);
    standIn.known.set('c@1.0.0', ['C']);
    standIn.withheld.add('C');
    const { records, problems } = await createOsvService({ address, wait }).find([
      npm('a'),
      npm('b'),
      npm('c'),
    ]);
    expect(records.map((list) => list?.length)).toEqual([1, 0, undefined]);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The OSV service did not give the record C: .* answered with 404\.$/),
    ]);
  });
});

describe('a mirror behind the service', () => {
  it('answers for what is out of reach, and that is said', async () => {
    standIn.failures = 100;
    const mirror: Advisories = {
      find: async (packages) => ({ records: packages.map(() => []), problems: [] }),
    };
    const both = withFallback(createOsvService({ address, wait }), mirror, () => 'the mirror of 2026-11-20');
    const { records, problems } = await both.find([npm('a'), npm('b')]);
    expect(records).toEqual([[], []]);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('The OSV service is out of reach'),
      'Known vulnerabilities were looked for in the mirror of 2026-11-20 instead, for 2 of 2 packages.',
    ]);
  });
});
