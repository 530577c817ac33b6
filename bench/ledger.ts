// Measures the ledger with 1,000,000 records: how long each page's queries take, and how long it takes to add a review:
//   npm run bench:ledger                  on PostgreSQL, that of DATABASE_URL or of this machine; some minutes
//   npm run bench:ledger -- 100000        with fewer records
import type { Content } from '../src/ledger/chain.js';
import { openLedger } from '../src/ledger/database.js';
import {
  countByRepository,
  countOpen,
  findPlace,
  measureTimeToFix,
  readTrend,
} from '../src/ledger/pages/counts.js';
import { listAccepted, listOpen } from '../src/ledger/pages/findings.js';
import { dayBefore } from '../src/ledger/pages/order.js';
import { listPulls, listRecords, readFinding, readPull } from '../src/ledger/pages/records.js';
import type { Finding } from '../src/model/finding.js';
import { severities } from '../src/model/severity.js';
import { compareState, rebuildState } from '../src/queue/ledger-follow.js';
import { migrate } from '../src/queue/migrations.js';
import { postgres } from '../test/support/databases.js';
import { findingOf } from '../test/support/finding.js';
import { insertHistory } from '../test/support/ledger.js';

const total = Number(process.argv[2] ?? 1_000_000);
/** One has half of all. */
const repositories = 40;
const today = '2026-06-30';
const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  print(`${name.padEnd(34)}${(performance.now() - begun).toFixed(0).padStart(8)} ms`);
  return result;
}

/** Pull requests in the order of time: each reviewed twice, with findings that are fixed, accepted or left, and then merged or not. */
function* contents(): Generator<{ readonly content: Content; readonly at: string }> {
  const pulls = Math.ceil(total / 20);
  for (let number = 1; number <= pulls; number++) {
    const index = number % 2 === 0 ? 0 : 1 + (number % (repositories - 1));
    const repository = `acme/repository-${index}`;
    const at = (hours: number): string =>
      new Date(
        Date.parse(`${dayBefore(today, 360)}T00:00:00Z`) +
          (number / pulls) * 358 * 86_400_000 +
          hours * 3_600_000,
      ).toISOString();
    const subject = `pull-${number}`;
    const place = {
      repository,
      repositoryId: 1000 + index,
      subject,
      pull: number,
      author: `dev-${number % 50}`,
      head: `h${number}`,
      base: 'b',
    };
    const review = (round: number): Content => ({
      ...place,
      id: `review/${number}/${round}`,
      kind: 'review',
      verdict: 'failing',
      conclusion: 'failure',
      coverage: { files: 20, analyzed: 18, excluded: 1 },
      shown: { critical: 0, high: 2, medium: 3, low: 1 },
      withheld: 1,
      fixed: 0,
      incomplete: 0,
      digest: `${number}/${round}`,
      ruleSet: 'r',
      configuration: 'c',
    });
    const event = (flaw: number, name: string, more: Partial<Content> = {}): Content => ({
      ...place,
      id: `finding/${number}/${flaw}/${name}`,
      kind: 'finding',
      event: name,
      fingerprint: (number * 16 + flaw).toString(16).padStart(32, '0'),
      ruleId: 'sql-injection',
      severity: severities[(number + flaw) % 4],
      confidence: 'high',
      title: 'SQL built from data that comes from outside',
      message: 'A query takes data of a request as it is.',
      path: `src/module-${number % 300}/file-${flaw}.ts`,
      line: 10 + flaw,
      due: dayBefore(at(24 * 7).slice(0, 10), 0),
      ...more,
    });
    yield { content: review(0), at: at(0) };
    for (let flaw = 0; flaw < 10; flaw++) yield { content: event(flaw, 'introduced'), at: at(0) };
    yield { content: review(1), at: at(5) };
    for (let flaw = 0; flaw < 6; flaw++) yield { content: event(flaw, 'fixed'), at: at(5) };
    yield {
      content: event(6, 'withheld', {
        acceptedBy: 'decision',
        until: dayBefore(today, -(number % 90)),
        reason: 'Accepted',
      }),
      at: at(5),
    };
    yield {
      content: {
        ...place,
        id: `turn/${number}`,
        kind: 'pull-request',
        event: number % 10 === 0 ? 'closed' : 'merged',
        by: 'ada',
      },
      at: at(8),
    };
  }
}

const test = await postgres.create();
const database = await test.open();
try {
  await migrate(database);
  await timed(`fill with ${total} records`, () => insertHistory(database, 'acme', contents()));
  await database.query('ANALYZE scrutineer.ledger');
  await timed('make the tables anew', () => database.transaction(rebuildState));
  await database.query('VACUUM ANALYZE scrutineer.finding');
  await database.query('VACUUM ANALYZE scrutineer.pull');
  const rows = await database.query<{ count: number }>('SELECT count(*)::int FROM scrutineer.finding');
  print(`${String(rows[0]?.count)} findings in the table`);
  const different = await timed('compare the tables', () => compareState(database));
  if (different.length > 0) throw new Error(JSON.stringify(different));

  const big = '#1000';
  const visible = Array.from({ length: repositories }, (_, index) => ({
    id: 1000 + index,
    name: `acme/repository-${index}`,
  }));
  const [worst] = await listOpen(database, big, { limit: 1, offset: 0 });
  for (const round of ['first', 'again']) {
    print(`pages, ${round}:`);
    await timed('  access', () => findPlace(database, 1000));
    await timed('  organization', () => countByRepository(database, visible, today));
    await timed('  repository', async () => {
      await timed('    open by severity and age', () => countOpen(database, big, today));
      await timed('    trend', () => readTrend(database, big, today));
      await timed('    time to fix', () => measureTimeToFix(database, big, dayBefore(today, 90)));
      await timed('    open findings', () => listOpen(database, big, { limit: 50, offset: 0 }));
      await timed('    accepted risks', () => listAccepted(database, big, 50));
      await timed('    pull requests', () => listPulls(database, big, 20));
    });
    await timed('  repository, page 20', () => listOpen(database, big, { limit: 50, offset: 950 }));
    await timed('  pull request', () => readPull(database, big, total / 40, 500));
    await timed('  finding', () => readFinding(database, big, worst?.fingerprint ?? '', 500));
    await timed('  ledger', () => listRecords(database, big, { chain: 'acme', limit: 100 }));
    await timed('  ledger, far back', () =>
      listRecords(database, big, { chain: 'acme', limit: 100, before: 5000 }),
    );
  }
  const ledger = openLedger(database, () => undefined);
  const add = (head: string, findings: readonly Finding[]): Promise<void> =>
    ledger.review({
      repository: 'acme/repository-0',
      repositoryId: 1000,
      subject: 'pull-9999999',
      pull: 9_999_999,
      author: 'ada',
      head,
      base: 'b',
      configuration: 'c',
      ruleSet: 'r',
      conclusion: 'failure',
      report: {
        version: 1,
        verdict: 'failing',
        coverage: { files: 1, analyzed: 1, excluded: 0 },
        findings,
        fixed: [],
        withheld: [],
        problems: [],
      },
      isSeen: () => true,
    });
  const flaws = Array.from({ length: 20 }, (_, index) =>
    findingOf({ fingerprint: `f${index}`.padStart(32, 'e') }),
  );
  await timed('add a review with 20 findings', () => add('h1', flaws));
  await timed('add one that fixes them', () => add('h2', []));
} finally {
  await database.close();
  await test.drop();
}
