import { serve } from '../syntax/worker.js';
import { createLocalParsers, parseText } from './formats/parse.js';
import { createJudge } from './judge.js';
import type { WorkerResult, WorkerTask } from './workers.js';

const judge = createJudge(createLocalParsers());

/** The worker in which untrusted configuration is parsed and judged. */
serve<WorkerTask, WorkerResult>(async (task, _readNow, readLater) => {
  if (!('syntax' in task)) return judge(task, readLater);
  await parseText(task.syntax, task.text);
  return undefined;
});
