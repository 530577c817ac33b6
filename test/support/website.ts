import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createViewers } from '../../src/github/viewers.js';
import type { Content } from '../../src/ledger/chain.js';
import { openLedger } from '../../src/ledger/database.js';
import type { Finding } from '../../src/model/finding.js';
import type { PullTurn, ReviewEntry } from '../../src/model/ledger.js';
import type { Report } from '../../src/model/report.js';
import type { Severity } from '../../src/model/severity.js';
import { rebuildState } from '../../src/queue/ledger-follow.js';
import { migrate } from '../../src/queue/migrations.js';
import { createPages } from '../../src/web/pages.js';
import { answerBy } from '../../src/web/routes.js';
import { pglite } from './databases.js';
import { findingOf } from './finding.js';
import { insertHistory } from './ledger.js';
import { type GitHub, startGitHub } from './github/server.js';
import type { SeenRepository } from './github/people.js';

/** The server's pages over a ledger with something in it, before a stand-in for GitHub. */
export interface Website {
  readonly github: GitHub;
  readonly origin: string;
  /** What pages could not do. */
  readonly errors: unknown[];
  /** By how much later it is for the pages than it is. */
  aheadMilliseconds: number;
  close(): Promise<void>;
}

/** Repositories of the stand-in's account, and of one that is nobody's business there. */
export const shop = 'octo-org/shop';
export const site = 'octo-org/site';
/** One with half a year behind it. */
export const store = 'octo-org/store';
/** One name, first of 505 and then of 506. */
export const taken = 'octo-org/taken';
export const elsewhere = 'other-org/vault';
export const ids: Readonly<Record<string, number>> = {
  [shop]: 501,
  [site]: 502,
  [elsewhere]: 503,
  [store]: 504,
};

export const secret = ['pages', 'for', 'tests', 'alone'].join('-');

export const flaw = flawOf('high', 1, { title: 'SQL built from <script>alert(1)</script> data' });
export const accepted = flawOf('medium', 2, { title: 'Cookie without the HttpOnly flag' });

export async function startWebsite(): Promise<Website> {
  const github = await startGitHub();
  const test = await pglite.create();
  const database = await test.open();
  await migrate(database);
  await insertHistory(database, 'octo-org', history(Date.now()));
  await database.transaction(rebuildState);
  await fillLedger(openLedger(database, () => undefined));
  const errors: unknown[] = [];
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { clientId, clientSecret } = github.state.people;
  const clock = { aheadMilliseconds: 0 };
  const now = (): Date => new Date(Date.now() + clock.aheadMilliseconds);
  const viewers = createViewers(
    { clientId, clientSecret, origin: github.url, api: `${github.url}/api/v3` },
    () => now().getTime(),
  );
  const pages = createPages({
    sql: database,
    viewers,
    secret,
    origin,
    github: 'https://github.example',
    rulePage: (id) => `https://rules.example/${id}`,
    onError: (error) => errors.push(error),
    now,
  });
  const answer = answerBy(new Map(), pages);
  server.on('request', (request, response) => {
    void answer(request, response).then((isAnswered) => {
      if (!isAnswered) response.writeHead(404).end('no page');
    });
  });
  return Object.assign(clock, {
    github,
    origin,
    errors,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
      await test.drop();
      await github.close();
    },
  });
}

/** A person of the stand-in, and what they see there. */
export function addPerson(github: GitHub, login: string, repositories: readonly SeenRepository[]): void {
  github.state.people.persons.set(login, { login, repositories: [...repositories] });
}

export function seen(name: string, more: Partial<SeenRepository> = {}): SeenRepository {
  return { id: ids[name] ?? 0, name, ...more };
}

function flawOf(severity: Severity, number: number, more: Partial<Finding> = {}): Finding {
  return findingOf({
    fingerprint: number.toString(16).padStart(32, '0'),
    severity,
    title:
      ['Secret in the code', 'Path led out of its folder', 'Weak hash', 'Open redirect'][number % 4] ?? '',
    ...more,
  });
}

/** Two pull requests a week for half a year, of which most mend in time what they brought. */
function* history(now: number): Generator<{ readonly content: Content; readonly at: string }> {
  for (let number = 1; number <= 52; number++) {
    const at = (days: number): string =>
      new Date(now - (53 - number) * 3.5 * 86_400_000 + days * 86_400_000).toISOString();
    const subject = `pull-${number}`;
    const place = {
      repository: store,
      repositoryId: ids[store],
      subject,
      pull: number,
      author: ['ada', 'grace', 'linus'][number % 3],
      base: 'b',
    };
    const review = (round: number): Content => ({
      ...place,
      id: `review/${number}/${round}`,
      kind: 'review',
      head: `${round}${number}`.padStart(40, 'c'),
      verdict: round === 0 ? 'failing' : 'passing',
      coverage: { files: 20, analyzed: 18, excluded: 1 },
      incomplete: number % 9 === 0 ? 1 : 0,
    });
    const event = (index: number, name: string): Content => {
      const { fingerprint, ruleId, title, message, severity } = flawOf(
        (['low', 'medium', 'medium', 'high', 'low', 'critical'] as const)[(number + index) % 6] ?? 'low',
        number * 100 + index,
      );
      return {
        ...place,
        id: `finding/${fingerprint}/${name}`,
        kind: 'finding',
        event: name,
        head: `${number}`.padStart(40, 'c'),
        fingerprint,
        ruleId,
        title,
        message,
        severity,
        confidence: 'high',
        path: `src/module-${index}/handler.ts`,
        line: 10 + number,
        due: at(7).slice(0, 10),
      };
    };
    const count = 2 + (number % 4);
    yield { content: review(0), at: at(0) };
    for (let index = 0; index < count; index++) yield { content: event(index, 'introduced'), at: at(0) };
    if (number < 50) {
      yield { content: review(1), at: at(0.6) };
      const left = number % 5 === 0 ? 1 : number % 7 === 0 ? 2 : 0;
      for (let index = left; index < count; index++)
        yield { content: event(index, 'fixed'), at: at(0.6 + index / 9) };
      yield {
        content: { ...place, id: `history/${number}`, kind: 'pull-request', event: 'merged', by: 'grace' },
        at: at(1.2),
      };
    }
  }
}

async function fillLedger(ledger: ReturnType<typeof openLedger>): Promise<void> {
  let number = 0;
  const review = (
    repository: string,
    pull: number,
    report: Partial<Report>,
    repositoryId = ids[repository],
  ): Promise<void> => {
    const whole: Report = {
      version: 1,
      verdict: (report.findings ?? []).length > 0 ? 'failing' : 'passing',
      coverage: { files: 12, analyzed: 10, excluded: 1 },
      findings: [],
      fixed: [],
      withheld: [],
      problems: [],
      ...report,
    };
    const urgencies = whole.findings.map(({ fingerprint, severity }, index) => ({
      fingerprint,
      level: severity,
      score: 5,
      because: '',
      due: { on: index === 0 ? '2026-01-31' : '2099-01-31', from: 'report' as const, isOverdue: false },
    }));
    const entry: ReviewEntry = {
      repository,
      repositoryId,
      subject: `pull-${pull}`,
      pull,
      author: 'ada',
      head: (++number).toString(16).padStart(40, '0'),
      base: 'b'.repeat(40),
      branch: 'main',
      configuration: 'c',
      ruleSet: 'r',
      conclusion: whole.verdict === 'failing' ? 'failure' : 'success',
      report: { ...whole, urgencies },
      isSeen: () => true,
    };
    return ledger.review(entry);
  };
  const turn = (repository: string, pull: number, event: PullTurn['event']): Promise<void> =>
    ledger.turn({ id: `turn/${++number}`, repository, subject: `pull-${pull}`, pull, event, by: 'grace' });
  const many = Array.from({ length: 60 }, (_, index) =>
    flawOf((['low', 'medium', 'high', 'critical'] as const)[index % 4] ?? 'low', 100 + index),
  );
  await review(shop, 1, { findings: [flaw, accepted, ...many] });
  await ledger.record({
    id: 'comment/0',
    repository: shop,
    pull: 1,
    kind: 'ignore',
    fingerprint: accepted.fingerprint,
    ruleId: accepted.ruleId,
    path: accepted.location.path,
    by: 'grace',
    at: '2026-05-04T12:00:00.000Z',
    reason: 'Only read by our own script',
    until: '2099-06-01',
  });
  await review(shop, 1, {
    findings: [flaw, ...many.slice(0, 55)],
    withheld: [
      {
        finding: accepted,
        reason: 'Ignored by grace until 2099-06-01: Only read by our own script',
        accepted: { by: 'decision', until: '2099-06-01' },
      },
    ],
  });
  await turn(shop, 1, 'merged');
  await review(shop, 2, {});
  await review(site, 7, { findings: [flawOf('low', 9)] });
  await review(taken, 1, { findings: [flawOf('critical', 11, { title: 'The vault of another' })] }, 505);
  await review(taken, 2, {}, 506);
  await review(elsewhere, 3, { findings: [flawOf('critical', 10, { title: 'The vault is open' })] });
}
