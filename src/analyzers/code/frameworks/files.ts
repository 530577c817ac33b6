import type { CallSite } from '../flow/call-site.js';
import { hole, knownPrefix, constantText, type Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const onePath =
  '{readFile,readFileSync,writeFile,writeFileSync,appendFile,appendFileSync,createReadStream,createWriteStream,open,openSync,' +
  'unlink,unlinkSync,rm,rmSync,rmdir,rmdirSync,readdir,readdirSync,mkdir,mkdirSync,opendir,opendirSync,truncate,truncateSync,' +
  'chmod,chmodSync,chown,chownSync,readlink,readlinkSync,utimes,watch,watchFile}';
const twoPaths =
  '{rename,renameSync,copyFile,copyFileSync,cp,cpSync,link,linkSync,symlink,symlinkSync,copy,copySync,move,moveSync}';
const extra =
  '{ensureDir,ensureDirSync,ensureFile,ensureFileSync,mkdirs,mkdirp,mkdirpSync,outputFile,outputFileSync,outputJson,outputJSON,' +
  'readJson,readJSON,readJsonSync,readJSONSync,writeJson,writeJSON,writeJsonSync,remove,removeSync,emptyDir,emptyDirSync}';
const asynchronous = '{readFileAsync,writeFileAsync,appendFileAsync,unlinkAsync,readdirAsync,mkdirAsync,rmAsync,openAsync}';

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
        'del',
        'del.{sync,deleteAsync,deleteSync}',
        'mkdirp',
        'mkdirp.{sync,mkdirp}',
        'make-dir',
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
  ],
  looseSinks: [
    {
      methods: ['*'],
      kind: 'path',
      when: (site, value) => isJoined(value) && usesFile.test(site.method ?? ''),
    },
    {
      methods: ['*'],
      kind: 'path',
      when: (site, value) =>
        usesFile.test(site.method ?? '') && value.closed === true && [...(value.fields?.values() ?? [])].some(isJoined),
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
    { at: ['path.format', 'path.parse'] },
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

const usesFile =
  /file|dir|folder|path|disk|archive|unzip|asset|attachment|upload|download|^(?:read|write|load|save|extract|copy|move|remove|unlink|stream|import)(?:[A-Z]|$)/i;

/** A path that was put together here, which whoever gets it will open. */
function isJoined(value: Value): boolean {
  return value.taints.length > 0 && value.origins.some((origin) => /^path\.(?:join|resolve)\(\)$/.test(origin));
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
