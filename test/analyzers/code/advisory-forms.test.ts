import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../support/inspect.js';

interface Form {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Rule and line of each finding of the first file. */
  readonly expected: readonly string[];
}

const pack = { 'package.json': '{ "name": "pack", "main": "index.js" }' };
const server = `const http = require('http'); const fs = require('fs'); const path = require('path');\n`;

/** Forms in which flaws of published packages came, and those in which they were mended. */
const forms: readonly Form[] = [
  {
    name: 'an expression in a file that the entry hands text to is told once, at the call',
    files: {
      'index.js': `const { trimEnd } = require('./lib/trim');
exports.tidy = (text) => trimEnd(text);
exports.lines = (text) => text.split('\\n').map((line) => trimEnd(line));
exports.short = (text) => (text.length > 80 ? '' : trimEnd(text));
`,
      'lib/trim.js': `exports.trimEnd = (text) => text.replace(/\\s+$/, '');\n`,
    },
    expected: ['regular-expression-denial-of-service:2'],
  },
  {
    name: 'an expression in another file that takes time in proportion is none',
    files: {
      'index.js': `const { trimStart } = require('./lib/trim');\nexports.tidy = (text) => trimStart(text);\n`,
      'lib/trim.js': `exports.trimStart = (text) => text.replace(/^\\s+/, '');\n`,
    },
    expected: [],
  },
  {
    name: 'settings as a whole are written by whoever uses a package, and a text among them may be data',
    files: {
      'index.js': `exports.connect = (config) => String(config).split(/ *, */);
exports.render = (options) => options.text.split(/ *, */);
exports.parse = (url) => url.replace(/\\s+$/, '');
`,
    },
    expected: ['regular-expression-denial-of-service:2', 'regular-expression-denial-of-service:3'],
  },
  {
    name: 'the module under a name of its own, and a count within a condition',
    files: {
      'index.js': `(function () {
  function put(object, path, value) {
    var names = path.split('.'), index = -1, at = object;
    while (at != null && ++index < names.length) {
      var name = names[index];
      if (index === names.length - 1) at[name] = value;
      else at[name] = at[name] || {};
      at = at[name];
    }
    return object;
  }
  function tools() {}
  tools.put = put;
  var ownModule = typeof module == 'object' && module && !module.nodeType && module;
  if (ownModule) (ownModule.exports = tools).tools = tools;
}.call(this));
`,
    },
    expected: ['prototype-pollution:8'],
  },
  {
    name: 'a place in a command that is filled by replacing',
    files: {
      'index.js': `const { exec } = require('child_process');
const template = 'ps -p {pid} -o pcpu';
exports.usage = (pid, done) => exec(template.replace('{pid}', pid), done);
exports.run = (program, done) => exec('{program}'.replace('{program}', program), done);
exports.top = (count, done) => exec(template.replace('{pid}', Number(count)), done);
`,
    },
    expected: ['command-injection:3'],
  },
  {
    name: 'data that is read by running it',
    files: {
      'index.js': `exports.deserialize = (text) => new Function('return ' + text)();
exports.compileTemplate = (text) => new Function('row', 'return ' + text);
exports.deserializeSafely = (text) => JSON.parse(text);
`,
    },
    expected: ['code-injection:1'],
  },
  {
    name: 'one pass that takes out what leads upwards',
    files: {
      'index.js': `${server}http.createServer((req, res) => {
  fs.createReadStream('public' + req.url.replace(/(\\.\\.[/\\\\])+/g, '')).pipe(res);
  fs.createReadStream('public' + req.url.replace(/\\.\\./g, '')).pipe(res);
  fs.createReadStream('public' + path.normalize(req.url).replace(/^(\\.\\.[/\\\\])+/, '')).pipe(res);
  let name = req.url;
  while (name.includes('../')) name = name.replace(/\\.\\.\\//g, '');
  fs.createReadStream('public' + name).pipe(res);
}).listen(80);
`,
    },
    expected: ['path-traversal:3'],
  },
  {
    name: 'names of files in a page that lists them',
    files: {
      'index.js': `${server}http.createServer((req, res) => {
  res.setHeader('content-type', 'text/html');
  fs.readdir('/srv', (error, files) => {
    res.end('<ul>' + files.map((file) => '<li>' + file + '</li>').join('') + '</ul>');
  });
}).on('request', (req, res) => {
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify(fs.readdirSync('/srv')));
}).listen(80);
`,
    },
    expected: ['stored-cross-site-scripting:5'],
  },
  {
    name: 'entries of an archive that the package reads by itself',
    files: {
      'index.js': `const fs = require('fs'); const path = require('path');
exports.unpack = (zip, folder) => {
  for (const entry of zip.list()) fs.writeFileSync(path.join(folder, entry.entryName), entry.getData());
  for (const entry of zip.list()) {
    const file = path.resolve(folder, entry.entryName);
    if (file.startsWith(path.resolve(folder) + path.sep)) fs.writeFileSync(file, entry.getData());
  }
};
`,
    },
    expected: ['zip-slip:3'],
  },
];

describe('forms of flaws in packages', () => {
  it.each(forms)('$name', async ({ files, expected }) => {
    const [path = ''] = Object.keys(files);
    const { detections } = await inspect(path, { ...pack, ...files });
    const rules = detections.filter(
      ({ ruleId, confidence }) => confidence !== 'low' && ruleId !== 'incomplete-sanitization',
    );
    expect(rules.map(({ ruleId, range }) => `${ruleId}:${range.startLine}`)).toEqual(expected);
  });

  it('lead the trace into the file where the text is matched', async () => {
    const [{ files }] = forms as readonly [Form];
    const [found] = (await inspect('index.js', { ...pack, ...files })).detections;
    expect(found?.trace?.map(({ location }) => `${location.path}:${location.startLine}`)).toEqual([
      'index.js:2',
      'index.js:2',
      'lib/trim.js:1',
      'lib/trim.js:1',
    ]);
  });
});
