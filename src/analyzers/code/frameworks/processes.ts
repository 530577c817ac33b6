import type { CallSite } from '../flow/call-site.js';
import { kindsOf } from '../flow/kind.js';
import { constantText, hole, knownPrefix, type Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const spawning = [
  'child_process.{spawn,spawnSync,execFile,execFileSync,fork}',
  'execa',
  'execa.{sync,execa,execaSync,node,execaNode,stdout,stderr}',
  'cross-spawn',
  'cross-spawn.sync',
  'cross-spawn-async',
  'foreground-child',
  'node-pty.spawn',
];

/** Programs that the process starts. */
export const processes: Framework = {
  name: 'Processes',
  roots: [
    'child_process',
    'child-process-promise',
    'promisify-child-process',
    'mz/child_process',
    'process',
    'shelljs',
    'execa',
    'cross-spawn',
    'cross-spawn-async',
    'foreground-child',
    'exec-async',
    'node-cmd',
    'node-pty',
    'exec-sh',
    'shell-exec',
    'sudo-prompt',
    'ssh2',
    'node-ssh',
    'zx',
    'shell-quote',
    'shell-escape',
    'shescape',
    'Deno',
    'Bun',
  ],
  aliases: {
    '{child-process-promise,promisify-child-process,mz/child_process}': 'child_process',
    'child_process.default': 'child_process',
    'child_process.execAsync': 'child_process.exec',
    'child_process.execFileAsync': 'child_process.execFile',
    'child_process.spawnAsync': 'child_process.spawn',
    'execa.default': 'execa',
    'execa.$()': 'execa.$()',
    'cross-spawn.spawn': 'cross-spawn',
    'shelljs.default': 'shelljs',
    'ssh2.Client()': 'ssh2.Client()',
    'node-ssh.NodeSSH()': 'node-ssh.NodeSSH()',
  },
  neverReturn: ['process.{exit,abort,reallyExit}', 'Deno.exit'],
  sources: [{ at: ['process.argv', 'process.env'], kind: 'operator' }],
  sinks: [
    {
      at: [
        'child_process.{exec,execSync}',
        'shelljs.exec',
        'execa.{command,commandSync,execaCommand,execaCommandSync,shell,shellSync}',
        'exec-async',
        'node-cmd.{run,runSync,get}',
        'exec-sh',
        'exec-sh.promise',
        'shell-exec',
        'sudo-prompt.exec',
        'ssh2.Client().exec',
        'node-ssh.NodeSSH().{exec,execCommand}',
      ],
      kind: 'command',
      argument: 0,
    },
    { at: spawning, kind: 'command', argument: 0 },
    { at: spawning, kind: 'command', argument: 1, when: runsShell },
    { at: spawning, kind: 'argument', argument: 1, when: takesOptions },
    {
      at: ['execa.$', 'execa.$.{sync,s}', 'execa.$()', 'execa.$().sync'],
      kind: 'command',
      argument: 1,
      when: namesProgram,
    },
    { at: ['Deno.run'], kind: 'command', argument: 0, field: 'cmd', when: runsList },
    { at: ['Deno.Command'], kind: 'command', argument: 0 },
    { at: ['Deno.Command'], kind: 'command', argument: 1, field: 'args', when: runsShell },
    { at: ['Bun.{spawn,spawnSync}'], kind: 'command', argument: 0, when: runsList },
  ],
  passes: [
    { at: ['shell-quote.quote', 'shell-escape', 'shescape.{quote,quoteAll}'], safeFor: ['command'] },
    { at: ['shescape.{escape,escapeAll}'], safeFor: ['command'] },
  ],
};

const shells =
  /^(?:\/(?:usr\/)?bin\/)?(?:(?:ba|z|da|k|c)?sh|python[23]?|node|perl|ruby|php)$|^(?:cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)$/;
const interpreters = /(?:python[23]?|node|perl|ruby|php)$/;

/** Arguments meet a shell with the option `shell`, or where the program is one: `spawn('sh', ['-c', …])`. */
function runsShell(site: CallSite): boolean {
  const program = site.arguments[0];
  const name = program && (constantText(program) ?? knownPrefix(program));
  if (name !== undefined && shells.test(name))
    return !interpreters.test(name) || elementsOf(site.arguments[1]).some(isCodeOption);
  return site.arguments.slice(1).some((value) => {
    const shell = value.fields?.get('shell');
    return shell !== undefined && shell.literal !== false && shell.literal !== null;
  });
}

function isCodeOption(value: Value): boolean {
  return /^(?:-c|-e|-r|--eval|--command)$/.test(constantText(value) ?? '');
}

/** A template that begins with data: it names the program. */
function namesProgram({ unit, argumentNodes: [template] }: CallSite): boolean {
  return template?.type === 'template_string' && unit.text.startsWith('${', template.start + 1);
}

/** A program with its arguments as one list: the program comes from outside, or is a shell. */
function runsList(_site: CallSite, value: Value): boolean {
  const list = value.fields?.get('cmd') ?? value;
  const [program] = elementsOf(list);
  if (!program) return list.taints.length > 0;
  return program.taints.length > 0 || shells.test(constantText(program) ?? '');
}

function elementsOf(list: Value | undefined): Value[] {
  return [...(list?.fields?.values() ?? [])];
}

/** Programs that run others, or read and write any file, when told to by an option. */
const optioned =
  /(?:^|\/)(?:git|hg|svn|ssh|scp|sftp|rsync|curl|wget|tar|zip|unzip|7z|find|xargs|sort|sed|awk|ffmpeg|convert|magick|docker|npm|npx|yarn|pnpm|pip|pg_dump|mysql|mysqldump|psql|chrome|chromium|wkhtmltopdf|pandoc)(?:\.exe)?$/;
const bit = kindsOf('argument');

/** Data that stands where the program looks for options: not after `--`, and not as the value of an option. */
function takesOptions(site: CallSite): boolean {
  const program = site.arguments[0];
  const list = site.arguments[1];
  if (!program || !list?.fields || !optioned.test(constantText(program) ?? '')) return false;
  let before = '';
  for (const element of elementsOf(list)) {
    const known = constantText(element);
    if (known === '--') return false;
    const isOpen = element.taints.some((taint) => (taint.cleared & bit) === 0);
    const beginsOpen = element.shape === undefined || element.shape.startsWith(hole);
    if (isOpen && beginsOpen && !before.startsWith('-')) return true;
    before = known ?? '';
  }
  return false;
}
