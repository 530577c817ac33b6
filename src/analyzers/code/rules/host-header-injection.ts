import type { CodeRule } from './code-rule.js';

const host = /\bhost(?:name)?\b|x-forwarded-host|\.origin\b/i;

export const hostHeaderInjection: CodeRule = {
  id: 'host-header-injection',
  title: 'Link in a letter built from the Host header',
  severity: 'high',
  confidence: 'high',
  cwe: [640, 644],
  owasp: ['A07:2021', 'A07:2025'],
  asvs: ['4.1.3'],
  languages: ['typescript', 'javascript'],
  description:
    'A letter holds a link whose host is what the client named in the header `Host` or `X-Forwarded-Host`. Whoever asks to reset the password of somebody else with a host of their own receives the token when the link in the letter is followed.',
  remediation:
    'Take the address of the site from the configuration: `const link = `${config.publicUrl}/reset?token=${token}``. Where several hosts are served, compare the header with a list.',
  references: [
    'https://portswigger.net/web-security/host-header/exploiting/password-reset-poisoning',
    'https://cheatsheetseries.owasp.org/cheatsheets/Forgot_Password_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/640.html',
  ],
  flow: {
    kinds: ['mail'],
    sources: ['request'],
    ending: (sink) => `names the host of a link in the letter that \`${sink}\` sends`,
    when: (_value, taint) => host.test(taint.origin),
  },
  examples: {
    bad: [
      {
        path: 'src/reset.ts',
        text: `import express from 'express';
import nodemailer from 'nodemailer';

const mailer = nodemailer.createTransport('smtp://mail.example.com');

express().post('/forgot', async (req, res) => {
  const link = \`https://\${req.headers.host}/reset?token=\${await createToken(req.body.email)}\`;
  await mailer.sendMail({ to: req.body.email, subject: 'Reset', text: 'Follow ' + link }); ◄
  res.sendStatus(204);
});
`,
      },
      {
        path: 'src/invite.js',
        text: `const { sendEmail } = require('./mailer');

exports.invite = async (req, res) => {
  const url = req.protocol + '://' + req.get('host') + '/join/' + req.invitation.token;
  await sendEmail(req.body.email, 'Invitation', \`<a href="\${url}">Join</a>\`); ◄
  res.sendStatus(204);
};
`,
      },
    ],
    good: [
      {
        path: 'src/reset.ts',
        text: `import express from 'express';
import nodemailer from 'nodemailer';

const mailer = nodemailer.createTransport('smtp://mail.example.com');
const site = process.env.PUBLIC_URL;

express().post('/forgot', async (req, res) => {
  const text = \`Follow \${site}/reset?token=\${await createToken(req.body.email)}\`;
  await mailer.sendMail({ to: req.body.email, subject: 'Reset', text });
  res.sendStatus(204);
});
`,
      },
      {
        path: 'src/secure.js',
        text: `exports.secure = (req, res, next) => {
  if (req.secure) return next();
  res.redirect('https://' + req.headers.host + req.url);
};
`,
      },
    ],
  },
};
