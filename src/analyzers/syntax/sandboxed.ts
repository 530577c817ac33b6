import { fork, type ChildProcess } from 'node:child_process';
import { compiledModule } from './compiled-module.js';
import type { Runner, RunnerEvents } from './runner.js';
import type { SandboxOrder, SandboxReport } from './sandbox-protocol.js';

/**
 * A process that workers run in. A worker's heap limit ends the worker alone where Node notices in time; one array or
 * map that grows past the limit at a stroke ends the whole process, which a server must not lose to a file that it reads.
 */
export interface Sandbox {
  start(url: URL, heapLimit: number, events: RunnerEvents): Runner;
  /** Ends the process with all that runs in it. */
  end(): Promise<void>;
}

interface Inmate {
  readonly events: RunnerEvents;
  readonly onEnd: () => void;
}

/** The one process that all pools of this process share, as long as a worker runs in it. */
let common: Sandbox | undefined;

export function startInCommonSandbox(url: URL, heapLimit: number, events: RunnerEvents): Runner {
  common ??= createSandbox(() => (common = undefined));
  return common.start(url, heapLimit, events);
}

/** `onOver` is called once, when the process is no longer to be used: it ended, or nothing runs in it. */
export function createSandbox(onOver: () => void): Sandbox {
  const child = launch();
  const inmates = new Map<number, Inmate>();
  let isOver = false;
  let held = 0;
  let started = 0;

  const over = (): void => {
    if (!isOver) onOver();
    isOver = true;
  };
  const exited = new Promise<void>((resolve) => {
    const gone = (cause: string): void => {
      over();
      for (const { events, onEnd } of inmates.values()) {
        events.onLost(cause, true);
        onEnd();
      }
      inmates.clear();
      resolve();
    };
    child.on('exit', (code, signal) => gone(endedBy(code, signal)));
    child.on('error', (error) => gone(`The process that reads files did not start: ${error.message}`));
  });
  const tell = (order: SandboxOrder): void => {
    // The answer to what can no longer be sent is the end of the process, told above.
    if (child.connected) child.send(order, () => undefined);
  };
  const kill = async (): Promise<void> => {
    over();
    inmates.clear();
    child.kill('SIGKILL');
    await exited;
  };
  child.on('message', (report: SandboxReport) => {
    const inmate = inmates.get(report.worker);
    if (report.kind === 'answer') inmate?.events.onAnswer(report.answer);
    else if (report.kind === 'question') inmate?.events.onQuestion(report.question);
    else if (report.kind === 'lost') inmate?.events.onLost(report.cause, false);
    else inmate?.onEnd();
  });
  hold(child, false);

  return {
    start(url, heapLimit, events) {
      const worker = ++started;
      let isHeld = false;
      const ended = new Promise<void>((resolve) => inmates.set(worker, { events, onEnd: resolve }));
      tell({ kind: 'start', worker, url: url.href, heapLimit });
      const holdThis = (wanted: boolean): void => {
        if (wanted === isHeld) return;
        isHeld = wanted;
        held += wanted ? 1 : -1;
        hold(child, held > 0);
      };
      return {
        post: (task) => tell({ kind: 'task', worker, task }),
        answer: (text) => tell({ kind: 'text', worker, text }),
        hold: holdThis,
        async end() {
          if (!inmates.has(worker)) return;
          holdThis(true);
          tell({ kind: 'end', worker });
          await ended;
          inmates.delete(worker);
          holdThis(false);
          if (inmates.size === 0) await kill();
        },
      };
    },
    end: kill,
  };
}

/** V8 aborts where memory is spent in one stroke; what it prints of that would be untrusted text in the log. */
function endedBy(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === 'SIGABRT' || signal === 'SIGTRAP'
    ? 'It took more than the memory limit at a stroke, and the process that read it ended.'
    : `The process that read it ended (${signal ?? `exit code ${code}`}).`;
}

/** Without the environment, where the key of the App may stand, and without a log to write to. */
function launch(): ChildProcess {
  return fork(compiledModule('./sandbox.js', import.meta.url), [], {
    env: {},
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

function hold(child: ChildProcess, isHeld: boolean): void {
  for (const one of [child, child.channel])
    if (isHeld) one?.ref();
    else one?.unref();
}
