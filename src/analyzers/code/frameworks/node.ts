import type { CallSite } from '../flow/call-site.js';
import { constantText, knownPrefix, type Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const files =
  '{readFile,readFileSync,writeFile,writeFileSync,appendFile,appendFileSync,createReadStream,createWriteStream,open,openSync,' +
  'unlink,unlinkSync,rm,rmSync,rmdir,rmdirSync,readdir,readdirSync,mkdir,mkdirSync,opendir,truncate,chmod,chown,readlink}';
const twoPaths = '{rename,renameSync,copyFile,copyFileSync,cp,cpSync,link,symlink}';

/** Node's own modules. */
export const node: Framework = {
  name: 'Node.js',
  roots: [
    'fs',
    'fs-extra',
    'graceful-fs',
    'path',
    'child_process',
    'crypto',
    'http',
    'https',
    'http2',
    'net',
    'os',
    'process',
    'querystring',
    'url',
    'util',
    'vm',
    'zlib',
    'stream',
    'events',
    'assert',
    'buffer',
    'readline',
    'worker_threads',
    'shelljs',
    'execa',
    'jsonwebtoken',
    'jwt-decode',
    'jose',
    'jwt-simple',
    'crypto-js',
    'md5',
    'sha1',
    'sha256',
    'blueimp-md5',
    'cross-spawn',
    'bcrypt',
    'bcryptjs',
    'argon2',
    'qs',
    'rimraf',
    'del',
  ],
  aliases: {
    'fs/promises': 'fs.promises',
    'fs-extra': 'fs',
    'graceful-fs': 'fs',
    'path/posix': 'path',
    'path.posix': 'path',
    'path.win32': 'path',
    'crypto.webcrypto': 'crypto',
    'execa.default': 'execa',
    'cross-spawn.spawn': 'cross-spawn',
    'util.promisify()': 'util.promisify()',
  },
  sources: [{ at: ['process.argv', 'process.env'], kind: 'operator' }],
  sinks: [
    {
      at: [
        `fs.${files}`,
        `fs.promises.${files}`,
        'fs.{ensureDir,outputFile,readJson,readJSON,writeJson,remove}',
        'rimraf',
        'del',
      ],
      kind: 'path',
      argument: 0,
      when: isPath,
    },
    { at: [`fs.${twoPaths}`, `fs.promises.${twoPaths}`], kind: 'path', when: isPath },
    {
      at: [
        'child_process.{exec,execSync}',
        'shelljs.exec',
        'execa.{command,commandSync,execaCommand,execaCommandSync}',
      ],
      kind: 'command',
      argument: 0,
    },
    {
      at: [
        'child_process.{spawn,spawnSync,execFile,execFileSync}',
        'execa',
        'execa.{sync,execa,execaSync}',
        'cross-spawn',
        'cross-spawn.sync',
      ],
      kind: 'command',
      argument: 0,
    },
    {
      at: [
        'child_process.{spawn,spawnSync,execFile,execFileSync}',
        'execa',
        'execa.{sync,execa}',
        'cross-spawn',
      ],
      kind: 'command',
      argument: 1,
      when: runsShell,
    },
  ],
  passes: [
    { at: ['querystring.parse', 'qs.parse'], unsafeFor: ['url', 'redirect'] },
    { at: ['path.{join,resolve,normalize,relative,dirname}'] },
    { at: ['path.{basename}'], safeFor: ['path'] },
    { at: ['path.{extname,isAbsolute}'], arguments: [] },
    {
      at: [
        'url.{parse,resolve,format,fileURLToPath}',
        'querystring.{unescape,stringify,escape}',
        'qs.stringify',
        'util.{format,inspect}',
      ],
    },
    {
      at: ['crypto.{createHash,createHmac,randomBytes,scryptSync,pbkdf2Sync,timingSafeEqual}'],
      arguments: [],
    },
  ],
};

/** A path to a file descriptor or a fixed file is none that data steers. */
function isPath(_site: CallSite, value: Value): boolean {
  return constantText(value) === undefined;
}

const shells = /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k|c)?sh$|^(?:cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)$/;

/** Arguments meet a shell with the option `shell`, or where the program is one: `spawn('sh', ['-c', …])`. */
function runsShell(site: CallSite): boolean {
  const program = site.arguments[0];
  if (program && shells.test(constantText(program) ?? knownPrefix(program))) return true;
  return site.arguments.slice(1).some((value) => {
    const shell = value.fields?.get('shell');
    return shell !== undefined && shell.literal !== false && shell.literal !== null;
  });
}
