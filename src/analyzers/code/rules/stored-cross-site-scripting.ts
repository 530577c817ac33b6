import { hole } from '../flow/value.js';
import type { CodeRule } from './code-rule.js';

export const storedCrossSiteScripting: CodeRule = {
  id: 'stored-cross-site-scripting',
  title: 'Stored cross-site scripting',
  severity: 'high',
  confidence: 'medium',
  cwe: [79],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.1'],
  languages: ['typescript', 'javascript'],
  description:
    'What a database holds goes into an HTML answer as it came. Where users wrote it, a script that one of them stored runs in the page of everybody who looks at it, with their rights.',
  remediation:
    'Render with a template engine that escapes by default, or escape each value where it goes into HTML: `escapeHtml(row.name)`.',
  references: [
    'https://owasp.org/www-community/attacks/xss/#stored-xss-attacks',
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/79.html',
  ],
  flow: {
    kinds: ['html'],
    sources: ['stored'],
    ending: (sink) => `goes unescaped into the answer that \`${sink}\` sends`,
    // Rows as such go out as JSON.
    when: ({ shape }) => shape !== undefined && shape.includes(hole) && /<[a-z!/]/i.test(shape),
  },
  examples: {
    bad: [
      {
        path: 'src/guestbook.ts',
        text: `import express from 'express';
import { Pool } from 'pg';

const pool = new Pool();

express().get('/guestbook', async (req, res) => {
  const { rows } = await pool.query('SELECT name, text FROM entries');
  const items = rows.map((row) => \`<li><b>\${row.name}</b> \${row.text}</li>\`);
  res.send('<ul>' + items.join('') + '</ul>'); ◄
});
`,
      },
      {
        path: 'src/profile.js',
        text: `const mysql = require('mysql');
const connection = mysql.createConnection({ host: 'localhost' });

exports.profile = (req, res) => {
  connection.query('SELECT name FROM users WHERE id = ?', [req.params.id], (error, users) => {
    res.send('<h1>' + users[0].name + '</h1>'); ◄
  });
};
`,
      },
    ],
    good: [
      {
        path: 'src/guestbook.ts',
        text: `import escapeHtml from 'escape-html';
import express from 'express';
import { Pool } from 'pg';

const pool = new Pool();

express().get('/guestbook', async (req, res) => {
  const { rows } = await pool.query('SELECT name FROM entries');
  res.send(\`<ul>\${rows.map((row) => '<li>' + escapeHtml(row.name) + '</li>').join('')}</ul>\`);
});
`,
      },
      {
        path: 'src/profile.js',
        text: `const mysql = require('mysql');
const connection = mysql.createConnection({ host: 'localhost' });

exports.profile = (req, res) => {
  connection.query('SELECT name FROM users WHERE id = ?', [req.params.id], (error, users) => {
    res.send(users[0]);
    res.render('profile', { name: users[0].name });
  });
};
`,
      },
    ],
  },
};
