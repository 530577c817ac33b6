import { describe, expect, it } from '@jest/globals';
import { unflag } from '../../../src/model/rule.js';
import { inspect } from '../../support/inspect.js';

const app = `const app = require('express')();\n`;

/** What is known of single libraries; the lines that end with ◄ are found by the rule. */
const cases: readonly { name: string; rule: string; path?: string; text: string }[] = [
  {
    name: 'functions turned into ones that promise',
    rule: 'command-injection',
    text: `${app}const cp = require('child_process');
const run = require('denodeify')(cp.exec);
const all = require('bluebird').promisifyAll(cp);
app.post('/', (req, res) => {
  run('ls ' + req.body.folder); ◄
  all.execAsync('ls ' + req.body.folder); ◄
  all.execFileAsync('ls', [req.body.folder]);
});
`,
  },
  {
    name: 'a template of execa that begins with the program',
    rule: 'command-injection',
    text: `${app}import { $ } from 'execa';
app.post('/', async (req) => {
  await $\`\${req.body.program} --version\`; ◄
  await $\`ls \${req.body.folder}\`;
});
`,
  },
  {
    name: 'ways to make and remove folders',
    rule: 'path-traversal',
    text: `${app}const rimraf = require('rimraf');
const mkdirp = require('mkdirp');
app.post('/', (req) => {
  rimraf.moveRemove.sync(req.body.folder); ◄
  mkdirp.nativeSync(req.body.folder); ◄
  rimraf.sync('/tmp/work', { filter: req.body.filter });
});
`,
  },
  {
    name: 'statements that a cloud runs',
    rule: 'sql-injection',
    text: `${app}const { AthenaClient, StartQueryExecutionCommand } = require('@aws-sdk/client-athena');
const { RDSDataService } = require('aws-sdk');
const client = new AthenaClient({});
app.get('/', async (req) => {
  const QueryString = 'select * from logs where host = ' + req.query.host;
  await client.send(new StartQueryExecutionCommand({ QueryString })); ◄
  await client.send(new StartQueryExecutionCommand({ QueryString: 'select 1', WorkGroup: req.query.group }));
  await new RDSDataService().executeStatement({ sql: 'select ' + req.query.columns }).promise(); ◄
});
`,
  },
  {
    name: 'a connection from a pool of MySQL, with options',
    rule: 'sql-injection',
    text: `${app}const pool = require('mysql').createPool({});
app.get('/', (req) => pool.getConnection((error, connection) => {
  connection.query({ sql: 'select * from t where id = ' + req.query.id }); ◄
  connection.query({ sql: 'select * from t where id = ?', values: [req.query.id] });
}));
`,
  },
  {
    name: 'text that jQuery reads, and not what it sets',
    rule: 'xss-through-dom',
    path: 'web/tips.js',
    text: `$('#tip').html($('#field').val()); ◄
$('#tip').html($('#button').attr('data-tip')); ◄
$('#tip').append($('<p>').text(message));
$('#tip').html($('#button').attr('id'));
`,
  },
  {
    name: 'markup that is pasted or dropped',
    rule: 'xss-through-dom',
    path: 'web/editor.js',
    text: `editor.addEventListener('paste', (event) => {
  editor.innerHTML = event.clipboardData.getData('text/html'); ◄
  editor.textContent = event.clipboardData.getData('text/html');
});
`,
  },
  {
    name: 'lists of classes and forms of dates',
    rule: 'dom-cross-site-scripting',
    path: 'web/badge.js',
    text: `import clsx from 'clsx';
import { format } from 'date-fns';
const kind = decodeURIComponent(location.hash.slice(1));
badge.innerHTML = \`<b class="\${clsx('badge', kind)}"></b>\`; ◄
badge.innerHTML = \`<b>\${format(kind, 'yyyy')}</b>\`;
`,
  },
  {
    name: 'selectors that jQuery takes for markup where they begin with it',
    rule: 'dom-cross-site-scripting',
    path: 'web/tabs.js',
    text: `$(location.hash);
$(location.search);
$(location.hash.slice(1)); ◄
$('#' + location.hash.slice(1));
document.title.innerHTML = location.origin;
const given = new URL(location).searchParams;
panel.innerHTML = given.get('panel'); ◄
`,
  },
  {
    name: 'expressions of AngularJS',
    rule: 'code-injection',
    path: 'web/orders.js',
    text: `angular.module('shop').controller('Orders', ($scope, $parse) => {
  $scope.$eval(location.hash.slice(1)); ◄
  $parse(location.hash.slice(1))($scope); ◄
  $scope.$apply(() => { $scope.order = location.hash.slice(1); });
});
`,
  },
  {
    name: 'queries that are put together, and not those that are served',
    rule: 'nosql-injection',
    text: `${app}const { graphql, buildSchema } = require('graphql');
const { Octokit } = require('@octokit/rest');
const github = new Octokit();
app.post('/', async (req, res) => {
  await github.graphql('query { user(login: "' + req.body.login + '") { id } }'); ◄
  await github.graphql('query ($login: String!) { user(login: $login) { id } }', { login: req.body.login });
  res.json(await graphql(schema, req.body.query));
});
`,
  },
  {
    name: 'statements for SAP HANA',
    rule: 'sql-injection',
    text: `${app}const client = require('hdb').createClient({});
app.get('/', (req) => {
  client.exec('select * from orders where id = ' + req.query.id, show); ◄
  client.prepare('select * from orders where id = ?', (error, found) => found.exec([req.query.id], show));
});
`,
  },
  {
    name: 'libraries as a page calls them',
    rule: 'weak-cryptography',
    path: 'web/lock.js',
    text: `export const lock = (text, key) => CryptoJS.DES.encrypt(text, key); ◄
export const seal = (text, key, mode) => CryptoJS.AES.encrypt(text, key, { mode: CryptoJS.mode.CBC });
`,
  },
  {
    name: 'a header that sets a cookie, flag or none',
    rule: 'insecure-cookie',
    text: `${app}app.get('/', (req, res) => {
  res.setHeader('Set-Cookie', 'session=of-ada; Path=/'); ◄
  res.setHeader('Set-Cookie', 'session=of-ada; Path=/; HttpOnly; Secure');
  res.setHeader('Set-Cookie', 'session=; Path=/');
});
`,
  },
  {
    name: 'a socket to an address that is given',
    rule: 'server-side-request-forgery',
    text: `${app}const WebSocket = require('ws');
app.get('/', (req) => {
  new WebSocket(req.query.feed); ◄
  new WebSocket('wss://feed.example/' + encodeURIComponent(req.query.feed));
});
`,
  },
  {
    name: 'a piece of code that takes its request from around it',
    rule: 'cross-site-scripting',
    path: 'snippets/greet.js',
    text: `res.send('<b>' + req.query.name + '</b>'); ◄
res.json({ name: req.query.name });
`,
  },
  {
    name: 'credentials of cloud clients and keys',
    rule: 'hardcoded-credentials',
    text: `const aws = require('aws-sdk');
const crypto = require('crypto');
const bus = new aws.EventBridge({ accessKeyId: id, secretAccessKey: 'correct' + '-horse' }); ◄
const key = crypto.createSecretKey('battery' + '-staple', 'utf8'); ◄
const other = new aws.EventBridge({ accessKeyId: id, secretAccessKey: process.env.KEY });
`,
  },
];

describe('a library', () => {
  it.each(cases)('$rule: $name', async ({ rule, path = 'src/app.js', text: flagged }) => {
    const { text, lines } = unflag(flagged);
    const { detections } = await inspect(path, { [path]: text });
    const found = detections.filter(({ ruleId, confidence }) => ruleId === rule && confidence !== 'low');
    expect(found.map(({ range }) => range.startLine).sort((a, b) => a - b)).toEqual([...lines]);
  });
});

describe('a redirect to a joined text', () => {
  it('stays where its beginning says', async () => {
    const text = `${app}app.get('/', (req, res) => {
  res.redirect(['/search?q=', req.query.q].join(''));
  res.redirect([req.query.q, '/search'].join(''));
});
`;
    const { detections } = await inspect('src/app.js', { 'src/app.js': text });
    const found = detections.filter(({ ruleId }) => ruleId === 'open-redirect');
    expect(found.map(({ range }) => range.startLine)).toEqual([4]);
  });
});
