import { secretRule } from '../../rule.js';
import { madeUp } from '../made-up.js';

const key = ['SG', madeUp('mixed', 22, 'sendgrid'), madeUp('mixed', 43, 'sendgrid key')].join('.');

export const sendgridKey = secretRule({
  id: 'sendgrid-api-key',
  title: 'SendGrid API key',
  severity: 'high',
  confidence: 'high',
  opens: 'can send mail in the name of the account and read its recipients, as far as the key is allowed to',
  rotate: 'delete the key in SendGrid under Settings, API Keys, and create one with fewer permissions.',
  references: ['https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys'],
  keywords: ['SG.'],
  after: 90,
  pattern: /(?<![A-Za-z0-9_.+/-])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/y,
  entropy: 3.8,
  examples: {
    bad: [
      { path: 'src/mail.ts', text: `sgMail.setApiKey('${key}'); ◄\n` },
      { path: 'config/mail.properties', text: `spring.sendgrid.api-key=${key} ◄\n` },
    ],
    good: [
      { path: 'src/mail.ts', text: 'sgMail.setApiKey(process.env.SENDGRID_API_KEY);\n' },
      { path: 'README.md', text: 'The key starts with `SG.` and has three parts.\n' },
    ],
  },
});

const account = `AC${madeUp('hex', 32, 'account')}`;
const authToken = madeUp('hex', 32, 'auth token');

export const twilioCredential = secretRule({
  id: 'twilio-credential',
  title: 'Twilio auth token',
  severity: 'high',
  confidence: 'high',
  opens: 'can send messages and calls at the cost of the account, and read those that were sent',
  rotate: 'promote the secondary auth token in the Twilio console, or delete the API key.',
  references: ['https://www.twilio.com/docs/iam/api/authtoken', 'https://www.twilio.com/docs/iam/api-keys'],
  keywords: ['twilio', 'Twilio', 'TWILIO', 'AC'],
  after: 140,
  pattern:
    /(?:(?:[Tt]wilio|TWILIO)[A-Za-z_.-]{0,24}(?:[Tt]oken|TOKEN|[Ss]ecret|SECRET)["'`\]]{0,2}\s{0,4}(?:=>|:=|[:=])\s{0,4}["'`]?|(?<account>(?<![A-Za-z0-9])AC[0-9a-f]{32})["'`]?\s{0,4}[,:]\s{0,12}["'`]?)(?<secret>[0-9a-f]{32})(?![0-9A-Za-z])/y,
  judge: ({ groups }) =>
    groups['account'] === undefined ? { confidence: 'medium' } : { because: 'its account stands beside it' },
  examples: {
    bad: [
      { path: 'src/sms.ts', text: `const client = twilio('${account}', '${authToken}'); ◄\n` },
      { path: '.env', text: `TWILIO_ACCOUNT_SID=${account}\nTWILIO_AUTH_TOKEN=${authToken} ◄\n` },
    ],
    good: [
      { path: 'src/sms.ts', text: 'const client = twilio(config.account, config.token);\n' },
      { path: '.env.example', text: `TWILIO_AUTH_TOKEN=${'0'.repeat(32)}\n` },
    ],
  },
});
