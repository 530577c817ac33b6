import { setFlagsFromString } from 'node:v8';

/**
 * A run of the terminal or the Action is over in seconds, most of what it executes being executed for the first time: V8's
 * optimizing compilers take more of the processor than what they compile gives back. Measured over an audit of 15 MB of
 * TypeScript on one processor, all threads together: 8.0 s without, 6.2 s with on Node 20; 7.3 and 5.7 on 22; 5.7 and 4.9 on
 * 24. What is really hot is optimized all the same, later. A server, which runs for weeks, keeps V8's own bounds.
 *
 * The names of the flags are V8's (`node --v8-options`), by its version; of a later one nothing is known.
 */
const patience: Readonly<Record<string, readonly string[]>> = {
  // Bytes of bytecode that a function runs before it is optimized; 67,584 by default.
  '11': ['--interrupt-budget=1500000'],
  // Calls before that; 400 and 3,000 by default.
  '12': ['--invocation-count-for-maglev=4000', '--invocation-count-for-turbofan=60000'],
  '13': ['--invocation-count-for-maglev=4000', '--invocation-count-for-turbofan=60000'],
};

const isServer = process.argv.slice(2).includes('serve');
const flags = isServer ? undefined : patience[process.versions.v8.split('.')[0] ?? ''];
for (const flag of flags ?? []) setFlagsFromString(flag);
