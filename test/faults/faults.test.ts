import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { findAnswer } from '../../src/github/commands/answer-mark.js';
import { nodeIdOf } from '../support/github/conversation.js';
import type { Pull } from '../support/github/state.js';
import { hasPostgres, postgres, type TestDatabase } from '../support/databases.js';
import { type Fleet, startFleet } from '../support/server/fleet.js';
import { hasOwnPostgres, startOwnPostgres } from '../support/server/own-postgres.js';
import type { ServerProcess } from '../support/server/process.js';
import type { ProxiedCall, ProxyFault } from '../support/server/proxy.js';

/** `npm run test:faults` does all; the suite of every day the first ones. */
const isWhole = process.env.SCRUTINEER_FAULTS === 'all';
const whole = isWhole ? it : it.skip;
const minutes = 60_000;

let fleet: Fleet;
let database: TestDatabase | undefined;
let hasServer = false;

beforeAll(async () => {
  hasServer = await hasPostgres();
  if (isWhole && !hasServer) throw new Error('The fault tests need PostgreSQL.');
});

afterEach(async () => {
  await fleet.close();
  await database?.drop();
  database = undefined;
}, minutes);

/** Where a worker dies: at a call, before GitHub gets it or when it is done. */
const points: readonly (readonly [string, 'before' | 'after'])[] = [
  ['POST /check-runs', 'after'],
  ['POST /pulls/*/reviews', 'after'],
  ['POST /app/installations/*/access_tokens', 'before'],
  ['query PullRequest', 'before'],
  ['POST /check-runs', 'before'],
  ['GET /compare/*', 'before'],
  ['GET /compare/*', 'after'],
  ['query Threads', 'before'],
  ['POST /pulls/*/reviews', 'before'],
  ['PATCH /check-runs/*', 'before'],
  ['PATCH /check-runs/*', 'after'],
];

/** Kills the process that `worker` names at the next such call. */
function killAt(point: readonly [string, 'before' | 'after'], worker: () => ServerProcess): Promise<void> {
  return new Promise((resolve) => {
    fleet.proxy.onCall = async (call, when) => {
      if (call.name !== point[0] || when !== point[1]) return;
      fleet.proxy.onCall = async () => undefined;
      await worker().kill();
      resolve();
    };
  });
}

describe('a process that is killed', () => {
  it(
    'at points of a review loses none and does nothing twice, with the database within it',
    async () => {
      fleet = await startFleet();
      let server = await fleet.start('all');
      for (const point of isWhole ? points : points.slice(0, 2)) {
        const killed = killAt(point, () => server);
        expect(await fleet.tell(server, fleet.open(), 'opened')).toBe(202);
        await killed;
        server = await fleet.start('all');
      }
      await fleet.settle(5 * minutes);
      expect(fleet.faults()).toEqual([]);
    },
    10 * minutes,
  );

  whole(
    'at points of a review is replaced by another, on PostgreSQL',
    async () => {
      database = await postgres.create();
      fleet = await startFleet({ DATABASE_URL: database.url ?? '' });
      const web = await fleet.start('web');
      let worker = await fleet.start('worker');
      for (const point of points) {
        const killed = killAt(point, () => worker);
        expect(await fleet.tell(web, fleet.open(), 'opened')).toBe(202);
        await killed;
        worker = await fleet.start('worker');
      }
      await fleet.settle(5 * minutes);
      expect(fleet.faults()).toEqual([]);
    },
    15 * minutes,
  );

  whole(
    'right after it answered a webhook has kept it',
    async () => {
      fleet = await startFleet();
      for (let count = 0; count < 3; count++) {
        const server = await fleet.start('all');
        expect(await fleet.tell(server, fleet.open(), 'opened')).toBe(202);
        await server.kill();
      }
      await fleet.start('all');
      await fleet.settle(3 * minutes);
      expect(fleet.faults()).toEqual([]);
    },
    10 * minutes,
  );
});

describe('a database that restarts', () => {
  const own = isWhole && hasOwnPostgres() ? it : it.skip;

  own(
    'in the middle of reviews loses none: short, and so long that workers are taken for dead',
    async () => {
      const server = await startOwnPostgres();
      try {
        fleet = await startFleet({ DATABASE_URL: server.url });
        const web = await fleet.start('web');
        await fleet.start('worker');
        await fleet.start('worker');
        for (const down of [0, 9000]) {
          const pulls = Array.from({ length: 4 }, () => fleet.open());
          let begun = 0;
          fleet.proxy.onCall = async (call, when) => {
            if (call.name !== 'GET /compare/*' || when !== 'after') return;
            begun++;
            await sleep(500);
          };
          for (const pull of pulls) expect(await fleet.tell(web, pull, 'opened')).toBe(202);
          while (begun === 0) await sleep(20);
          const late = fleet.open();
          await server.restart(down);
          // What could not be kept was not answered with 202: GitHub has it listed as failed.
          if ((await fleet.tell(web, late, 'opened').catch(() => 500)) !== 202) fleet.drop(late, 'opened');
        }
        await fleet.start('worker', { SCRUTINEER_SWEEP_EVERY: '2' });
        await fleet.settle(5 * minutes);
        expect(fleet.faults()).toEqual([]);
      } finally {
        await fleet.close();
        await server.close();
      }
    },
    15 * minutes,
  );
});

/** Loses the answers of 20 writes of each kind, every other one; of a call that does several things, of each. */
function loseAnswers() {
  const seen = new Map<string, number>();
  const lost = new Map<string, number>();
  const count = (of: Map<string, number>, kind: string): number => {
    of.set(kind, (of.get(kind) ?? 0) + 1);
    return of.get(kind) ?? 0;
  };
  const fault = ({ name, isWrite }: ProxiedCall): ProxyFault | undefined => {
    if (!isWrite) return undefined;
    const kinds = name.startsWith('mutation ') ? name.slice('mutation '.length).split(',') : [name];
    const isDue = kinds.map((kind) => count(seen, kind) % 2 === 1 && (lost.get(kind) ?? 0) < 20);
    if (!isDue.includes(true)) return undefined;
    for (const kind of kinds) count(lost, kind);
    return 'lose-answer';
  };
  return { fault, lost };
}

/** How many answers of the App's stand to a comment. */
function answersTo(id: string): number {
  const { said, comments } = fleet.github.state;
  return [...said, ...comments].filter(({ body }) => findAnswer(body)?.to === id).length;
}

describe('GitHub that fails', () => {
  const perform = async (
    count: number,
    fault: (call: ProxiedCall) => ProxyFault | undefined,
    afterwards: () => Promise<void> = async () => undefined,
  ): Promise<void> => {
    fleet = await startFleet();
    const server = await fleet.start('all', {
      SCRUTINEER_CONCURRENCY: '4',
      SCRUTINEER_PER_INSTALLATION: '4',
    });
    fleet.proxy.fault = fault;
    const pulls = Array.from({ length: count }, () => fleet.open());
    for (const pull of pulls) expect(await fleet.tell(server, pull, 'opened')).toBe(202);
    await fleet.settle(5 * minutes);
    expect(fleet.faults()).toEqual([]);
    for (const pull of pulls) {
      fleet.fix(pull);
      await fleet.tell(server, pull, 'synchronize');
    }
    await fleet.settle(5 * minutes);
    await afterwards();
    expect(fleet.faults()).toEqual([]);
  };

  whole(
    'after it did a write, 20 times at each kind of write, is not asked to do it twice',
    async () => {
      const { fault, lost } = loseAnswers();
      await perform(48, fault, async () => {
        const writes = [
          'POST /check-runs',
          'PATCH /check-runs/*',
          'POST /pulls/*/reviews',
          'addPullRequestReviewThreadReply',
          'resolveReviewThread',
        ];
        for (const write of writes) expect([write, (lost.get(write) ?? 0) >= 20]).toEqual([write, true]);
      });
    },
    15 * minutes,
  );

  whole(
    'after it did a write of a command, 20 times at each kind, is not asked to do it twice, and each command is answered once',
    async () => {
      fleet = await startFleet();
      const { state } = fleet.github;
      state.contents = 'write';
      const server = await fleet.start('all', {
        SCRUTINEER_CONCURRENCY: '4',
        SCRUTINEER_PER_INSTALLATION: '4',
      });
      const pulls = Array.from({ length: 44 }, () => fleet.open());
      for (const pull of pulls) expect(await fleet.tell(server, pull, 'opened')).toBe(202);
      await fleet.settle(5 * minutes);
      const { fault, lost } = loseAnswers();
      fleet.proxy.fault = fault;
      const reason = 'It is a test.';
      const finding = (pull: Pull): string =>
        /finding `([0-9a-f]{12})`/.exec(
          state.comments.find((one) => one.pull === pull.number && one.inReplyTo === undefined)?.body ?? '',
        )?.[1] ?? '';
      const commands: readonly ((pull: Pull) => readonly [string, 'thread'?])[] = [
        () => ['/scrutineer help'],
        () => [`/scrutineer ignore ${reason}`, 'thread'],
        (pull) => [`/scrutineer unignore ${finding(pull)}`],
        () => [`/scrutineer baseline ${reason}`],
      ];
      for (const command of commands) {
        const said: string[] = [];
        for (const pull of pulls) said.push(nodeIdOf(await fleet.say(server, pull, ...command(pull))));
        const isAnswered = (id: string): boolean => answersTo(id) > 0 && state.reactions.has(id);
        for (const until = Date.now() + 5 * minutes; !said.every(isAnswered); await sleep(100))
          if (Date.now() > until)
            throw new Error(
              `${command(pulls[0] as Pull)[0]}: ${said.filter((id) => !isAnswered(id)).join()}`,
            );
        await fleet.settle(5 * minutes);
        expect(said.map(answersTo)).toEqual(said.map(() => 1));
      }
      await fleet.settle(5 * minutes);
      expect(fleet.faults()).toEqual([]);
      const baselines = [...state.pulls.values()].filter(({ author }) => author !== undefined);
      expect(baselines.map(({ headRef }) => headRef).sort()).toEqual(
        pulls.map(({ number }) => `scrutineer/baseline-for-${number}`).sort(),
      );
      for (const { headSha, headRef } of baselines)
        expect([headRef, state.git.tree(headSha).has('.github/scrutineer-baseline.json')]).toEqual([
          headRef,
          true,
        ]);
      const writes = ['addComment', 'addReaction', 'addPullRequestReviewThreadReply', 'resolveReviewThread'];
      const ofBranches = ['createRef', 'updateRef', 'createCommitOnBranch', 'createPullRequest'];
      for (const write of [...writes, ...ofBranches])
        expect([write, (lost.get(write) ?? 0) >= 20]).toEqual([write, true]);
    },
    20 * minutes,
  );

  const first = (faults: number, fault: ProxyFault, name?: string) => {
    let count = 0;
    return (call: ProxiedCall): ProxyFault | undefined => {
      if (name !== undefined && call.name !== name) return undefined;
      count++;
      return count % 3 === 0 && count / 3 <= faults ? fault : undefined;
    };
  };
  const secondary = {
    status: 403,
    headers: { 'retry-after': '1' },
    message: 'You have exceeded a secondary rate limit.',
  };
  const cases: readonly (readonly [string, () => (call: ProxiedCall) => ProxyFault | undefined])[] = [
    ['takes no token for a while', () => first(10, { status: 401, message: 'Bad credentials' })],
    ['asks to wait at a secondary limit', () => first(10, secondary)],
    [
      'answers with 502 in bursts',
      () => (): ProxyFault | undefined =>
        Math.floor(Date.now() / 1500) % 4 === 1 ? { status: 502 } : undefined,
    ],
    ['breaks connections', () => first(30, 'reset')],
    ['takes its time', () => first(40, { delay: 1500 })],
  ];
  for (const [name, fault] of cases)
    whole(`and ${name} ends with every review done once`, () => perform(6, fault()), 15 * minutes);
});

describe('webhooks', () => {
  whole(
    'that come twice, in the wrong order, late or not at all end with every review done once',
    async () => {
      fleet = await startFleet();
      const server = await fleet.start('all');
      const [twice, reordered, failed, silent, pushed] = Array.from({ length: 5 }, () => fleet.open());
      if (!twice || !reordered || !failed || !silent || !pushed) throw new Error('There are five.');
      for (let count = 0; count < 3; count++)
        await fleet.tell(server, twice, 'opened', { delivery: 'delivery-of-twice' });
      fleet.fix(reordered);
      await fleet.tell(server, reordered, 'synchronize');
      await fleet.tell(server, reordered, 'opened');
      // GitHub lists it as failed; of the next one it has no trace.
      fleet.drop(failed, 'opened');
      await fleet.tell(server, pushed, 'opened');
      while (!fleet.github.state.runs.some((run) => run.externalId === `pull-${pushed.number}`))
        await sleep(20);
      fleet.fix(pushed);
      await server.terminate();
      await fleet.start('all', { SCRUTINEER_SWEEP_EVERY: '2' });
      await fleet.settle(3 * minutes);
      // What comes late finds all done.
      await sleep(3000);
      await fleet.settle(3 * minutes);
      expect(fleet.faults()).toEqual([]);
    },
    10 * minutes,
  );
});
