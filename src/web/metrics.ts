import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Watch } from '../model/watch.js';
import type { Depth } from '../queue/queue.js';
import { answerText, type Route } from './routes.js';

export interface Metrics {
  /** Answers with all of them in Prometheus' text form. */
  readonly route: Route;
  /** A job has come to its end. */
  readonly onJob: (kind: string, end: 'done' | 'failed' | 'ended', seconds: number) => void;
  /** What reviews tell while they run. */
  readonly watch: Watch;
}

const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600];

/** What an operator watches; `docs/operate.md` says what for. */
export function createMetrics(measure: () => Promise<Depth>): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  const onDepth = createQueueMetrics(registers);
  const jobs = new Counter({
    name: 'scrutineer_jobs_total',
    help: 'Jobs that this process did, by kind and end.',
    labelNames: ['kind', 'end'],
    registers,
  });
  const seconds = new Histogram({
    name: 'scrutineer_job_seconds',
    help: 'How long a job took in this process.',
    labelNames: ['kind'],
    buckets,
    registers,
  });
  return {
    route: async (_, response) => {
      onDepth(await measure());
      answerText(response, 200, await register.metrics(), 'text/plain; version=0.0.4');
    },
    onJob: (kind, end, took) => {
      jobs.inc({ kind, end });
      seconds.observe({ kind }, took);
    },
    watch: createWatch(registers),
  };
}

function createQueueMetrics(registers: Registry[]): (depth: Depth) => void {
  const size = new Gauge({
    name: 'scrutineer_queue_jobs',
    help: 'Jobs in the queue of all processes, by state.',
    labelNames: ['state'],
    registers,
  });
  const age = new Gauge({
    name: 'scrutineer_queue_oldest_seconds',
    help: 'For how long the oldest waiting job has been due.',
    registers,
  });
  return ({ oldestSeconds, ...states }) => {
    for (const [state, count] of Object.entries(states)) size.set({ state }, count);
    age.set(oldestSeconds);
  };
}

function createWatch(registers: Registry[]): Watch {
  const stages = new Histogram({
    name: 'scrutineer_review_stage_seconds',
    help: 'How long the parts of reviews took.',
    labelNames: ['stage'],
    buckets,
    registers,
  });
  const calls = new Counter({
    name: 'scrutineer_api_calls_total',
    help: 'Calls to the API of GitHub, by status; 0 where no answer came.',
    labelNames: ['api', 'method', 'status'],
    registers,
  });
  const remaining = new Gauge({
    name: 'scrutineer_api_rate_remaining',
    help: 'Calls that GitHub leaves an installation until its limit begins anew.',
    labelNames: ['installation', 'resource'],
    registers,
  });
  const reviews = new Counter({
    name: 'scrutineer_reviews_total',
    help: 'Reviews, by verdict.',
    labelNames: ['verdict'],
    registers,
  });
  const findings = new Counter({
    name: 'scrutineer_findings_total',
    help: 'Findings that reviews showed, by rule; those of custom rules together, as `custom`.',
    labelNames: ['rule'],
    registers,
  });
  const problems = new Counter({
    name: 'scrutineer_problems_total',
    help: 'Problems of reviews, by kind.',
    labelNames: ['kind'],
    registers,
  });
  return {
    stage: async (stage, work) => {
      const end = stages.startTimer({ stage });
      try {
        return await work();
      } finally {
        end();
      }
    },
    call: ({ api, method, status, installationId, limit }) => {
      calls.inc({ api, method, status });
      if (limit && installationId !== undefined)
        remaining.set({ installation: installationId, resource: limit.resource }, limit.remaining);
    },
    report: (report) => {
      reviews.inc({ verdict: report.verdict });
      // Rules of repositories are called anything, and each name would be kept for good.
      for (const { analyzer, ruleId } of report.findings)
        findings.inc({ rule: analyzer === 'custom' ? 'custom' : ruleId });
      for (const { kind } of report.problems) problems.inc({ kind });
    },
  };
}
