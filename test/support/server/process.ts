import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The server in a process of its own, as it is run. */
export interface ServerProcess {
  readonly pid: number;
  /** Where it listens. */
  readonly url: string;
  /** What it logged. */
  readonly log: () => string;
  readonly isAlive: () => boolean;
  /** At once, without a word to it. */
  kill(): Promise<void>;
  /** As an orchestrator does. */
  terminate(): Promise<void>;
}

const program = fileURLToPath(new URL('../../../dist/app.js', import.meta.url));

/** Starts the compiled server and waits until it is ready. */
export async function startProcess(
  role: 'web' | 'worker' | 'all',
  env: Readonly<Record<string, string>>,
  folder: string,
): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [program, '--role', role], {
    // In a folder of its own, so that no `.env` lies there.
    cwd: folder,
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: Buffer): void => void (text = (text + chunk.toString()).slice(-200_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  await untilReady(child, url, () => text);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (isAlive()) child.kill(signal);
    await ended;
  };
  return {
    pid: child.pid ?? 0,
    url,
    log: () => text,
    isAlive,
    kill: () => end('SIGKILL'),
    terminate: () => end('SIGTERM'),
  };
}

/** Longer than it takes to make new tables on a machine that does much else. */
const longestStartMilliseconds = 120_000;

async function untilReady(child: ChildProcess, url: string, log: () => string): Promise<void> {
  const until = Date.now() + longestStartMilliseconds;
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The server ended by itself: ${log()}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`The server did not get ready: ${log()}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
