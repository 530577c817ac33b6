import type { CallSite } from '../flow/call-site.js';
import { receiverName } from '../flow/call-sinks.js';
import { hole, knownPrefix, constantText, type Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const onePath =
  '{readFile,readFileSync,writeFile,writeFileSync,appendFile,appendFileSync,createReadStream,createWriteStream,open,openSync,' +
  'unlink,unlinkSync,rm,rmSync,rmdir,rmdirSync,readdir,readdirSync,mkdir,mkdirSync,opendir,opendirSync,truncate,truncateSync,' +
  'chmod,chmodSync,chown,chownSync,lchmod,lchown,readlink,readlinkSync,utimes,utimesSync,lutimes,lutimesSync,watch,watchFile}';
const twoPaths =
  '{rename,renameSync,copyFile,copyFileSync,cp,cpSync,link,linkSync,symlink,symlinkSync,copy,copySync,move,moveSync}';
const extra =
  '{ensureDir,ensureDirSync,ensureFile,ensureFileSync,mkdirs,mkdirp,mkdirpSync,outputFile,outputFileSync,outputJson,outputJSON,outputJsonSync,outputJSONSync,' +
  'readJson,readJSON,readJsonSync,readJSONSync,writeJson,writeJSON,writeJsonSync,writeJSONSync,createFile,createFileSync,mkdirsSync,emptydir,emptydirSync,remove,removeSync,emptyDir,emptyDirSync}';
const removing =
  '{native,nativeSync,manual,manualSync,windows,windowsSync,posix,posixSync,moveRemove,moveRemoveSync}';
const asynchronous =
  '{readFileAsync,writeFileAsync,appendFileAsync,unlinkAsync,readdirAsync,mkdirAsync,rmAsync,openAsync}';

/** Files and folders: Node's own modules and those over them. */
export const files: Framework = {
  name: 'Files',
  roots: [
    'fs',
    'fs-extra',
    'graceful-fs',
    'mz/fs',
    'path',
    'path-browserify',
    'pathe',
    'upath',
    'os',
    'rimraf',
    'del',
    'mkdirp',
    'make-dir',
    'send',
    'koa-send',
    'glob',
    'fast-glob',
    'globby',
    'load-json-file',
    'write-json-file',
    'write-file-atomic',
    'move-file',
    'fstream',
    'sanitize-filename',
    'resolve-path',
    'tmp',
    'tempy',
  ],
  aliases: {
    'fs/promises': 'fs.promises',
    '{fs-extra,graceful-fs,mz/fs}': 'fs',
    'fs.default': 'fs',
    '{path/posix,path.posix,path.win32,path.default,path-browserify,pathe,upath}': 'path',
  },
  sinks: [
    {
      at: [
        `{fs,fs.promises}.${onePath}`,
        `fs.${extra}`,
        `fs.${asynchronous}`,
        'rimraf',
        'rimraf.{sync,rimraf,rimrafSync}',
        `rimraf.${removing}`,
        `rimraf.${removing}.sync`,
        'del',
        'del.{sync,deleteAsync,deleteSync}',
        'mkdirp',
        'mkdirp.{sync,mkdirp,mkdirpSync,manual,manualSync,native,nativeSync,mkdirpManual,mkdirpManualSync,mkdirpNative,mkdirpNativeSync}',
        'make-dir',
        'make-dir.{sync,makeDirectory,makeDirectorySync}',
        'load-json-file',
        'load-json-file.{sync,loadJsonFile}',
        'write-json-file',
        'write-file-atomic',
      ],
      kind: 'path',
      argument: 0,
      when: isPath,
    },
    { at: [`{fs,fs.promises}.${twoPaths}`, 'move-file'], kind: 'path', argument: 0, when: isPath },
    { at: [`{fs,fs.promises}.${twoPaths}`, 'move-file'], kind: 'path', argument: 1, when: isPath },
    { at: ['send', 'koa-send'], kind: 'path', argument: 1, when: hasNoRoot },
    { at: ['fstream.{Writer,FileWriter,DirWriter,Reader}'], kind: 'path', argument: 0, field: 'path' },
  ],
  looseSinks: [
    {
      methods: ['*'],
      hint: /\b(?:join|resolve)\s*\(/,
      kind: 'path',
      when: (site, value) => mayOpen(site) && (isJoined(value) || hasJoined(value)),
    },
    {
      methods: ['readFileAsync', 'writeFileAsync', 'unlinkAsync', 'createReadStream', 'createWriteStream'],
      receiver: /^(?:fs|fsp|fse|fileSystem|fsPromises|fsExtra)$/,
      kind: 'path',
      argument: 0,
      when: isPath,
    },
    {
      methods: ['readFile', 'readFileSync', 'writeFile', 'writeFileSync', 'unlink', 'unlinkSync', 'readdir'],
      receiver: /^(?:fs|fsp|fse|fileSystem|fsPromises|fsExtra)$/,
      kind: 'path',
      argument: 0,
      when: isPath,
    },
  ],
  passes: [
    { at: ['path.{join,resolve}'], shape: joinedShape },
    { at: ['path.{relative,dirname,toNamespacedPath}'] },
    { at: ['path.normalize'], safeFor: ['path'], safeWhen: startsAtRoot },
    { at: ['path.format', 'path.parse', 'fs.realpathSync', 'fs.promises.realpath'] },
    { at: ['path.basename', 'sanitize-filename', 'resolve-path'], safeFor: ['path'] },
    { at: ['path.{extname,isAbsolute}'], arguments: [] },
    { at: ['os.tmpdir'], arguments: [], shape: () => '/tmp' },
  ],
};

/** A file descriptor or a fixed file is no path that data steers. */
function isPath(_site: CallSite, value: Value): boolean {
  return constantText(value) === undefined;
}

/** With the option `root`, the path is kept below it. */
function hasNoRoot(site: CallSite): boolean {
  return !site.arguments.slice(2).some((value) => value.fields?.has('root'));
}

/** Functions that look at a path, or talk about it, and open nothing. */
const looking =
  /log|debug|info|warn|error|trace|print|assert|expect|json|throw|valid|check|verif|saniti|safe|inside|within|contain|lookup|mime|escape|relative|normalize|resolve|push|append|^(?:is|has|can|should|test|next|end|send|status|render|redirect|emit|on|set|get|add|delete|includes|startsWith|endsWith|indexOf|replace|split|match|concat|join|describe|it|t)(?:[A-Z]|$)/i;

/** What keeps rows of a database. */
const storing = /(?:model|repository|repo|collection|table|dao|prisma)s?$/i;

function mayOpen(site: CallSite): boolean {
  return site.method !== undefined && !looking.test(site.method) && !storing.test(receiverName(site));
}

/** A path that was put together here, which whoever gets it will open. */
function isJoined(value: Value): boolean {
  return (
    value.taints.length > 0 && value.origins.some((origin) => /^path\.(?:join|resolve)\(\)$/.test(origin))
  );
}

/** Options with such a path among them. */
function hasJoined(value: Value): boolean {
  return value.closed === true && [...(value.fields?.values() ?? [])].some(isJoined);
}

/** `path.normalize('/' + name)`: dots cannot lead above the root, so the result stays below what it is joined to. */
function startsAtRoot(site: CallSite): boolean {
  return site.arguments[0] !== undefined && knownPrefix(site.arguments[0]) === '/';
}

/** The text of `path.join(…)` as far as it is known. */
function joinedShape(site: CallSite): string | undefined {
  if (site.arguments.length === 0) return undefined;
  return site.arguments
    .map((value) => value.shape ?? hole)
    .join('/')
    .replace(/\/\.?\/+/g, '/');
}
