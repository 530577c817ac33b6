/** Credentials that no report, comment or log may show. */
const password = ['gX4', 'plum!tundra7'].join('');
const key = ['zCyhQ3v8Lk2mNw7R', 'tB5xPd9sFj4aGe1u'].join('');

/** Findings of all analyzers on the lines of credentials, some of which come with a fix. */
export const files: Readonly<Record<string, string>> = {
  'src/server.ts': `import express from 'express';
import session from 'express-session';
import mysql from 'mysql2';
import jwt from 'jsonwebtoken';
import { exec } from 'node:child_process';
const app = express();
const db = mysql.createConnection({ host: 'db', user: 'shop', password: '${password}' });
app.use(session({ secret: '${key}', cookie: { secure: false, httpOnly: false } }));
app.get('/a', (req, res) => { db.query("select * from t where k = '${key}' and id = " + req.query.id, (e, r) => res.send(r)); });
app.get('/b', (req, res) => { exec('curl -u shop:${password} https://x.acme.io/' + req.query.p); res.send('<b>${key}' + req.query.n); });
app.get('/c', (req, res) => { const apiKey = '${key}' + req.query.x; console.log(apiKey); eval(apiKey); });
export const token = jwt.sign({ a: 1 }, '${key}');
`,
  '.env': `API_TOKEN=${key}\nDB_PASSWORD=${password}\nDATABASE_URL=postgres://u:${password}@db.acme.io/x\n`,
  Dockerfile: `FROM node:20\nENV API_TOKEN=${key}\nADD https://u:${password}@files.acme.io/a.tgz /a\nRUN curl -u a:${password} https://x.acme.io/i.sh | sh\n`,
  'infra/main.tf': `resource "aws_db_instance" "d" {\n  password = "${password}"\n  publicly_accessible = true\n}\n`,
  '.github/workflows/ci.yml': `on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: curl -H "Authorization: Bearer ${key}" https://x.acme.io/\${{ github.event.pull_request.title }}\n`,
  'package-lock.json': `{"name":"a","lockfileVersion":3,"packages":{"node_modules/x":{"version":"1.0.0","resolved":"http://u:${password}@npm.acme.io/x.tgz"}}}`,
  // What does not parse is told of, and holds one too.
  'broken/main.tf': `resource "a" "b" {\n  password = "${password}"\n`,
  'broken/package-lock.json': `{ "token": "${key}", `,
  'broken/.github/workflows/a.yml': `on: [push\nenv: { password: "${password}" } "${key}"\n`,
};

/** What one commit of a change adds and the next takes out again. */
export const onTheWay: Readonly<Record<string, string>> = {
  'later.env': `OTHER_TOKEN=${key.toLowerCase()}\n`,
};

/** All that could be four characters of it and one more. */
export function quoted(text: string): string[] {
  return [password, key, key.toLowerCase()].flatMap((value) =>
    Array.from({ length: value.length - 4 }, (_, at) => value.slice(at, at + 5)).filter((part) =>
      text.includes(part),
    ),
  );
}
