import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openMirror } from '../../../../src/analyzers/dependencies/advisories/mirror.js';
import { updateMirror } from '../../../../src/analyzers/dependencies/advisories/update.js';
import { zipOf } from '../../../support/zip.js';

const record = (id: string, ...packages: string[]): string =>
  JSON.stringify({
    id,
    affected: packages.map((name) => ({
      package: { ecosystem: 'PyPI', name },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2.0' }] }],
    })),
  });
const dump = zipOf({
  'A-1.json': record('A-1', 'Flask', 'Zope.Interface'),
  'A-2.json': record('A-2', 'flask'),
  'A-3.json': '{"id":',
  'A-4.json': JSON.stringify({
    id: 'A-4',
    affected: [
      {
        package: { ecosystem: 'PyPI', name: 'odd' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '3.0.0' }, { fixed: '2.0.0' }] }],
      },
    ],
  }),
  'README.md': 'not a record',
});

/** Serves a dump with an ETag and ranges; breaks an answer off after `breakAt` bytes, once. */
class Dumps {
  content = dump;
  breakAt: number | undefined;
  readonly asked: (string | undefined)[] = [];
  private server: Server | undefined;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      const etag = `"${this.content.length}"`;
      this.asked.push(request.headers.range ?? request.headers['if-none-match']);
      if (request.url !== '/dumps/PyPI/all.zip') return void response.writeHead(404).end();
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
      const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const isSame = request.headers['if-range'] === etag;
      const body = isSame ? this.content.subarray(start) : this.content;
      response.writeHead(isSame ? 206 : 200, { etag, 'content-length': body.length });
      if (this.breakAt === undefined) return void response.end(body);
      const part = body.subarray(0, this.breakAt);
      this.breakAt = undefined;
      response.write(part, () => setTimeout(() => response.destroy(), 50));
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/dumps/`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }
}

let dumps = new Dumps();
let from = '';
let folder = '';
let lines: string[] = [];
beforeEach(async () => {
  dumps = new Dumps();
  from = await dumps.start();
  folder = await mkdtemp(path.join(os.tmpdir(), 'mirror-'));
  lines = [];
});
afterEach(async () => {
  await dumps.stop();
  await rm(folder, { recursive: true });
});

const update = async (options: object = {}): Promise<void> =>
  updateMirror({
    folder,
    from,
    ecosystems: ['PyPI'],
    now: () => new Date('2026-11-01T00:00:00Z'),
    say: (line) => lines.push(line),
    ...options,
  });
const python = (name: string): { ecosystem: string; name: string; version: string } => ({
  ecosystem: 'PyPI',
  name,
  version: '1.0',
});
const find = async (day: string, ...names: string[]): Promise<{ ids: unknown; said: unknown }> => {
  const { records, problems } = await openMirror(folder, { now: () => Date.parse(day) }).find(
    names.map(python),
  );
  return {
    ids: records.map((list) => list?.map(({ id }) => id).sort()),
    said: problems.map(({ kind, message }) => `${kind}: ${message}`),
  };
};

describe('a mirror', () => {
  it('holds what the dump has, by name in any spelling, and tells what of it was odd', async () => {
    await update();
    expect(lines).toEqual([
      'PyPI: 3 records of 3 packages; 1 not in OSV form (A-3.json); 1 contradict themselves (A-4)',
    ]);
    expect(await find('2026-11-02', 'FLASK', 'zope_interface', 'absent')).toEqual({
      ids: [['A-1', 'A-2'], ['A-1'], []],
      said: [],
    });
    expect(await readdir(folder)).toEqual(['PyPI.mirror']);
  });

  it('keeps of a record what it says of the package alone', async () => {
    await update();
    const { records } = await openMirror(folder).find([python('flask')]);
    expect(records[0]?.find(({ id }) => id === 'A-1')?.affected.map((entry) => entry.package?.name)).toEqual([
      'Flask',
    ]);
  });

  it.each([
    ['2026-11-07', []],
    [
      '2026-11-11',
      [
        'notice: The mirror of the advisories of PyPI is 10 days old; `scrutineer advisories update` renews it.',
      ],
    ],
    [
      '2027-01-10',
      [
        'incomplete: The mirror of the advisories of PyPI is 70 days old; `scrutineer advisories update` renews it.',
      ],
    ],
  ])('tells its age on %s', async (day, said) => {
    await update();
    expect((await find(day, 'flask')).said).toEqual(said);
  });

  it('that is the newest is not downloaded again, and is as good as new', async () => {
    await update();
    await update({ now: () => new Date('2026-11-20T00:00:00Z') });
    expect(lines[1]).toBe('PyPI: unchanged, 3 records');
    expect(dumps.asked).toEqual([undefined, `"${dump.length}"`]);
    expect(await find('2026-11-21', 'flask')).toEqual({ ids: [['A-1', 'A-2']], said: [] });
  });

  it('goes on where a download broke off, and stays in use until the new one is whole', async () => {
    await update();
    dumps.content = zipOf({ 'B-1.json': record('B-1', 'flask') });
    dumps.breakAt = 40;
    await expect(update()).rejects.toThrow('1 parts of the mirror could not be brought up to date');
    expect(lines[1]).toMatch(
      /^PyPI: The download from 127\.0\.0\.1:\d+ broke off .*; run it again to go on from there\.$/,
    );
    expect((await find('2026-11-02', 'flask')).ids).toEqual([['A-1', 'A-2']]);
    await update();
    expect(dumps.asked.at(-1)).toBe('bytes=40-');
    expect((await find('2026-11-02', 'flask')).ids).toEqual([['B-1']]);
    expect(await readdir(folder)).toEqual(['PyPI.mirror']);
  });

  it('begins anew where the server has another dump by then', async () => {
    dumps.breakAt = 40;
    await expect(update()).rejects.toThrow();
    dumps.content = zipOf({ 'B-1.json': record('B-1', 'flask'), 'B-2.json': record('B-2', 'other') });
    await update();
    expect((await find('2026-11-02', 'flask')).ids).toEqual([['B-1']]);
  });

  it('does not take the place of a good one where the dump is none', async () => {
    await update();
    dumps.content = Buffer.from('<html>Sign in to the network</html>');
    await expect(update()).rejects.toThrow();
    expect((await find('2026-11-02', 'flask')).ids).toEqual([['A-1', 'A-2']]);
  });

  it.each([
    ['cut off', async (file: string) => truncate(file, 100)],
    ['of something else', async (file: string) => writeFile(file, 'x'.repeat(500))],
    [
      'damaged inside',
      async (file: string) => {
        const bytes = await readFile(file);
        await writeFile(file, bytes.fill(0, 8, bytes.length - 300));
      },
    ],
  ])('that is %s answers nothing and says why', async (_, damage) => {
    await update();
    await damage(path.join(folder, 'PyPI.mirror'));
    const { ids, said } = await find('2026-11-02', 'flask');
    expect(ids).toEqual([undefined]);
    expect(said).toEqual([expect.stringMatching(/damaged/)]);
  });

  it('says which ecosystems it leaves out', async () => {
    await update();
    const { records, problems } = await openMirror(folder).find([
      { ecosystem: 'npm', name: 'a', version: '1.0.0' },
    ]);
    expect(records).toEqual([[]]);
    expect(problems).toEqual([{ kind: 'notice', message: 'The mirror of advisories holds none of npm.' }]);
  });
});
