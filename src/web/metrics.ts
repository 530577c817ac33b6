import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Depth } from '../queue/queue.js';
import { answerText, type Route } from './routes.js';

export interface Metrics {
  /** Answers with all of them in Prometheus' text form. */
  readonly route: Route;
  /** A job has come to its end. */
  readonly onJob: (kind: string, end: 'done' | 'failed' | 'ended', seconds: number) => void;
}

/** What an operator watches: the queue's depth and age, and how reviews end and how long they take. */
export function createMetrics(measure: () => Promise<Depth>): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const jobs = new Counter({
    name: 'scrutineer_jobs_total',
    help: 'Jobs that this process did, by kind and end.',
    labelNames: ['kind', 'end'],
    registers: [register],
  });
  const seconds = new Histogram({
    name: 'scrutineer_job_seconds',
    help: 'How long a job took in this process.',
    labelNames: ['kind'],
    buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600],
    registers: [register],
  });
  const depth = new Gauge({
    name: 'scrutineer_queue_jobs',
    help: 'Jobs in the queue of all processes, by state.',
    labelNames: ['state'],
    registers: [register],
  });
  const age = new Gauge({
    name: 'scrutineer_queue_oldest_seconds',
    help: 'For how long the oldest waiting job has been due.',
    registers: [register],
  });
  return {
    route: async (_, response) => {
      const { oldestSeconds, ...states } = await measure();
      for (const [state, size] of Object.entries(states)) depth.set({ state }, size);
      age.set(oldestSeconds);
      answerText(response, 200, await register.metrics(), 'text/plain; version=0.0.4');
    },
    onJob: (kind, end, took) => {
      jobs.inc({ kind, end });
      seconds.observe({ kind }, took);
    },
  };
}
