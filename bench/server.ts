// Measures the server as it is run, in processes of their own, before a stand-in for GitHub that answers after 50 ms:
//   npm run bench:server            all figures, some minutes
//   npm run bench:server -- soak 10 a server under load for 10 minutes: does its memory grow, or what it holds open?
// PostgreSQL is that of DATABASE_URL, or of this machine.
import { setTimeout as sleep } from 'node:timers/promises';
import { hasPostgres, postgres } from '../test/support/databases.js';
import type { Pull } from '../test/support/github/state.js';
import { type Fleet, startFleet } from '../test/support/server/fleet.js';
import type { ServerProcess } from '../test/support/server/process.js';

const latency = 50;
/** Besides, a machine's own work shows in the worst of many. */
const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ??
  Number.NaN;
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const show = (milliseconds: number): string =>
  milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

async function withFleet(work: (fleet: Fleet) => Promise<void>): Promise<void> {
  const database = await postgres.create();
  const fleet = await startFleet({ DATABASE_URL: database.url ?? '', SCRUTINEER_DEAD_AFTER: '30' });
  fleet.proxy.fault = () => ({ delay: latency });
  try {
    await work(fleet);
    const faults = fleet.faults();
    if (faults.length > 0) throw new Error(faults.join('\n'));
  } finally {
    await fleet.close();
    await database.drop();
  }
}

/** When the check of each pull request came to be in progress. */
function watchStarts(fleet: Fleet): Map<number, number> {
  const starts = new Map<number, number>();
  fleet.proxy.onCall = async ({ name }, when) => {
    if (name !== 'POST /check-runs' || when !== 'after') return;
    for (const { externalId } of fleet.github.state.runs) {
      const number = Number(externalId?.replace('pull-', ''));
      if (!starts.has(number)) starts.set(number, performance.now());
    }
  };
  return starts;
}

/** At a steady pace, whatever the answers take. */
async function atPace(
  perSecond: number,
  count: number,
  send: (index: number) => Promise<unknown>,
): Promise<void> {
  const begun = performance.now();
  const sent: Promise<unknown>[] = [];
  for (let index = 0; index < count; index++) {
    await sleep(Math.max(0, begun + (index * 1000) / perSecond - performance.now()));
    sent.push(send(index));
  }
  await Promise.all(sent);
}

const installations = 10;

async function measureAnswers(): Promise<void> {
  await withFleet(async (fleet) => {
    const web = await fleet.start('web');
    const pulls = Array.from({ length: 100 }, () => fleet.open());
    const times: number[] = [];
    const tell = async (index: number): Promise<void> => {
      const begun = performance.now();
      const status = await fleet.tell(web, pulls[index % pulls.length] as Pull, 'synchronize');
      if (status !== 202) throw new Error(`A webhook was answered with ${status}.`);
      times.push(performance.now() - begun);
    };
    await atPace(50, 100, tell);
    times.length = 0;
    await atPace(50, 1000, tell);
    print(
      `webhook answer at 50 a second: p50 ${show(quantile(times, 0.5))}, p99 ${show(quantile(times, 0.99))} (goal: p99 under 100 ms)`,
    );
    for (const pull of pulls) pull.state = 'CLOSED';
  });
}

async function measureStart(): Promise<void> {
  await withFleet(async (fleet) => {
    const web = await fleet.start('web');
    await fleet.start('worker', { SCRUTINEER_CONCURRENCY: '2' });
    const starts = watchStarts(fleet);
    const delays: number[] = [];
    for (let count = 0; count < 40; count++) {
      const pull = fleet.open();
      const begun = performance.now();
      await fleet.tell(web, pull, 'opened', { installationId: 1 + (count % installations) });
      await fleet.settle(60_000);
      delays.push((starts.get(pull.number) ?? Number.NaN) - begun);
    }
    // The first one loads what all others find loaded.
    const warm = delays.slice(1);
    print(
      `webhook to check in progress: p50 ${show(quantile(warm, 0.5))}, p95 ${show(quantile(warm, 0.95))} (goal: p95 under 2 s)`,
    );
  });
}

async function measureRate(workers: number, count: number): Promise<number> {
  let rate = 0;
  await withFleet(async (fleet) => {
    const web = await fleet.start('web');
    const pulls = Array.from({ length: count }, () => fleet.open());
    for (let started = 0; started < workers; started++) await fleet.start('worker');
    const warm = pulls.splice(0, 2 * workers);
    for (const [index, pull] of warm.entries())
      await fleet.tell(web, pull, 'opened', { installationId: 1 + (index % installations) });
    await untilDone(fleet, warm);
    const begun = performance.now();
    await atPace(100, pulls.length, (index) =>
      fleet.tell(web, pulls[index] as Pull, 'opened', { installationId: 1 + (index % installations) }),
    );
    await fleet.settle(600_000);
    rate = (pulls.length / (performance.now() - begun)) * 3_600_000;
  });
  return rate;
}

async function untilDone(fleet: Fleet, pulls: readonly Pull[]): Promise<void> {
  const isDone = ({ number }: Pull): boolean =>
    fleet.github.state.runs.some((run) => run.externalId === `pull-${number}` && run.status === 'completed');
  while (!pulls.every(isDone)) await sleep(50);
}

async function measureRates(): Promise<void> {
  const one = await measureRate(1, 62);
  print(`pull requests an hour, one worker, ${latency} ms a call: ${one.toFixed(0)} (goal: 600)`);
  for (const workers of [2, 4]) {
    const rate = await measureRate(workers, 60 * workers);
    print(`with ${workers} workers: ${rate.toFixed(0)}, ${(rate / one).toFixed(2)} times one`);
  }
}

async function measureBurst(): Promise<void> {
  await withFleet(async (fleet) => {
    const web = await fleet.start('web');
    await fleet.start('worker');
    const starts = watchStarts(fleet);
    const burst = Array.from({ length: 200 }, () => fleet.open());
    await atPace(100, burst.length, (index) =>
      fleet.tell(web, burst[index] as Pull, 'opened', { installationId: 1 }),
    );
    const delays: number[] = [];
    for (let count = 0; count < 10; count++) {
      const other = fleet.open();
      const begun = performance.now();
      await fleet.tell(web, other, 'opened', { installationId: 2 });
      await untilDone(fleet, [other]);
      delays.push((starts.get(other.number) ?? Number.NaN) - begun);
    }
    print(
      `a burst of 200 of another installation delays a check by: p50 ${show(quantile(delays, 0.5))}, most ${show(Math.max(...delays))} (goal: under 5 s)`,
    );
    for (const pull of burst) pull.state = 'CLOSED';
  });
}

const watched = {
  'resident memory, MB': ['process_resident_memory_bytes', 1 / 1048576],
  'heap in use, MB': ['nodejs_heap_size_used_bytes', 1 / 1048576],
  'open files': ['process_open_fds', 1],
  'active handles': ['nodejs_active_handles_total', 1],
} as const;

async function readFigures(server: ServerProcess): Promise<Record<string, number>> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Object.fromEntries(
    Object.entries(watched).map(([title, [name, factor]]) => {
      const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? [];
      return [title, Number(value) * factor];
    }),
  );
}

/** The least of some samples: what garbage collection leaves. */
const floor = (samples: readonly Record<string, number>[], title: string): number =>
  Math.min(...samples.map((sample) => sample[title] ?? Number.NaN));

async function soak(minutes: number): Promise<void> {
  await withFleet(async (fleet) => {
    const web = await fleet.start('web');
    const worker = await fleet.start('worker');
    const pulls = Array.from({ length: 40 }, () => fleet.open());
    const samples: { web: Record<string, number>; worker: Record<string, number> }[] = [];
    const until = Date.now() + minutes * 60_000;
    let next = Date.now();
    let sent = 0;
    while (Date.now() < until) {
      const pull = pulls[sent % pulls.length] as Pull;
      if (sent >= pulls.length) fleet.fix(pull);
      await fleet.tell(web, pull, 'synchronize', { installationId: 1 + (sent % installations) });
      sent++;
      await sleep(300);
      if (Date.now() < next) continue;
      next = Date.now() + 5000;
      samples.push({ web: await readFigures(web), worker: await readFigures(worker) });
    }
    await fleet.settle(300_000);
    print(`soak of ${minutes} minutes: ${sent} webhooks, ${fleet.github.state.runs.length} check runs`);
    const part = Math.max(1, Math.floor(samples.length / 5));
    for (const role of ['web', 'worker'] as const)
      for (const title of Object.keys(watched)) {
        const figures = samples.map((sample) => sample[role]);
        // In the first fifth all is loaded and grows to its size.
        const fifths = [0, 1, 2, 3, 4].map((at) => floor(figures.slice(at * part, (at + 1) * part), title));
        print(`${role}, ${title}, by fifths: ${fifths.map((figure) => figure.toFixed(1)).join(', ')}`);
      }
  });
}

if (!(await hasPostgres())) throw new Error('PostgreSQL is missing: set DATABASE_URL.');
const [mode, minutes = '10'] = process.argv.slice(2);
if (mode === 'soak') await soak(Number(minutes));
else {
  await measureAnswers();
  await measureStart();
  await measureRates();
  await measureBurst();
}
