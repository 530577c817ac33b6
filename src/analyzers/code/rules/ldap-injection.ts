import type { CodeRule } from './code-rule.js';

export const ldapInjection: CodeRule = {
  id: 'ldap-injection',
  title: 'LDAP injection',
  severity: 'high',
  confidence: 'high',
  cwe: [90],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.6'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside becomes part of an LDAP filter or name. With `*`, `)` and `(` its sender changes which entries match: signs in as someone else, or reads the directory letter by letter.',
  remediation:
    'Build the filter from objects, `new EqualityFilter({ attribute: "uid", value: uid })`, or escape the data as RFC 4515 says, as with `ldap-escape`.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/LDAP_Injection_Prevention_Cheat_Sheet.html',
    'https://www.rfc-editor.org/rfc/rfc4515',
    'https://cwe.mitre.org/data/definitions/90.html',
  ],
  flow: {
    kinds: ['ldap'],
    sources: ['request', 'message'],
    ending: (sink) => `becomes part of the LDAP filter or name of \`${sink}\``,
  },
  examples: {
    bad: [
      {
        path: 'src/directory.ts',
        text: `import express from 'express';
import ldap from 'ldapjs';

const client = ldap.createClient({ url: 'ldap://127.0.0.1' });
express().get('/people', (req, res) => {
  const filter = \`(&(objectClass=person)(uid=\${req.query.uid}))\`;
  client.search('ou=people,dc=example', { filter, scope: 'sub' }, () => res.end()); ◄
});
`,
      },
      {
        path: 'src/bind.js',
        text: `const { Client } = require('ldapts');

exports.login = async (req, res) => {
  const client = new Client({ url: 'ldaps://127.0.0.1' });
  await client.bind('uid=' + req.body.name + ',dc=example', req.body.password); ◄
  res.sendStatus(204);
};
`,
      },
    ],
    good: [
      {
        path: 'src/directory.ts',
        text: `import express from 'express';
import ldap from 'ldapjs';

const client = ldap.createClient({ url: 'ldap://127.0.0.1' });
express().get('/people', (req, res) => {
  const filter = new ldap.EqualityFilter({ attribute: 'uid', value: String(req.query.uid) });
  client.search('ou=people,dc=example', { filter }, () => res.end());
});
`,
      },
      {
        path: 'src/escaped.js',
        text: `const ldap = require('ldapjs');
const { filter } = require('ldap-escape');

exports.find = (req, res) => {
  const client = ldap.createClient({ url: 'ldap://127.0.0.1' });
  client.search('dc=example', { filter: filter\`(uid=\${req.query.uid})\` }, () => res.end());
};
`,
      },
    ],
  },
};
