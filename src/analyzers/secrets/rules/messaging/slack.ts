import { isPlausible } from '../../plausible.js';
import { secretRule } from '../../rule.js';
import { madeUp } from '../made-up.js';

const botToken = [
  'xoxb',
  madeUp('digits', 12, 'team'),
  madeUp('digits', 13, 'bot'),
  madeUp('mixed', 24, 'slack'),
].join('-');

export const slackToken = secretRule({
  id: 'slack-token',
  title: 'Slack token',
  severity: 'high',
  confidence: 'high',
  opens: 'can read and write in the Slack workspace as the app or the person that the token belongs to',
  rotate: 'revoke the token with `auth.revoke` or reinstall the app, and look through the access logs.',
  references: ['https://docs.slack.dev/authentication/tokens/'],
  keywords: [
    'xoxa-',
    'xoxb-',
    'xoxc-',
    'xoxd-',
    'xoxe-',
    'xoxe.',
    'xoxo-',
    'xoxp-',
    'xoxr-',
    'xoxs-',
    'xapp-',
  ],
  after: 400,
  pattern:
    /(?<![A-Za-z0-9.])(?:xoxb-(?:[0-9]{8,14}-){1,3}[A-Za-z0-9]{18,34}|xox[aceoprs]-(?:[0-9]{1,2}-)?(?:[0-9]{6,14}-){1,4}[A-Za-z0-9]{10,64}|xox[ar]-(?:[0-9]-)?[0-9a-z]{10,48}|xoxe(?:\.xox[bp])?-1-[A-Za-z0-9]{60,250}|xoxd-[A-Za-z0-9%+/=]{60,300}|xapp-[0-9]-[A-Z0-9]{9,14}-[0-9]{9,14}-[a-f0-9]{64})(?![A-Za-z0-9-])/y,
  // The numbers of workspace, app and user may be as regular as they like.
  entropy: 0,
  judge: ({ value }) => (isPlausible(value.replace(/^xox[a-z]-(?:[0-9]{1,14}-)+/, ''), 2.5) ? {} : undefined),
  examples: {
    bad: [
      { path: 'src/notify.ts', text: `const slack = new WebClient('${botToken}'); ◄\n` },
      { path: 'config/production.yml', text: `slack:\n  token: ${botToken} ◄\n` },
    ],
    good: [
      { path: 'src/notify.ts', text: 'const slack = new WebClient(process.env.SLACK_TOKEN);\n' },
      {
        path: 'test/notify.test.ts',
        text: `const slack = new WebClient('xoxb-not-a-real-token-this-will-not-work');\n`,
      },
    ],
  },
});

const webhookPath = [
  `T${madeUp('upper', 10, 'team')}`,
  `B${madeUp('upper', 10, 'bot')}`,
  madeUp('mixed', 24, 'hook'),
];
const webhook = `https://hooks.slack.com/${['services', ...webhookPath].join('/')}`;

export const slackWebhook = secretRule({
  id: 'slack-webhook',
  title: 'Slack incoming webhook',
  severity: 'medium',
  confidence: 'high',
  opens: 'can post in the Slack channel as the app, for instance links that colleagues trust',
  rotate: 'remove the webhook in the settings of the Slack app and add a new one.',
  references: ['https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/'],
  keywords: ['hooks.slack.com/'],
  after: 140,
  pattern:
    /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/(?<secret>[A-Z0-9]{8,14}\/[A-Z0-9]{8,20}\/[A-Za-z0-9]{10,60}(?:\/[A-Za-z0-9]{10,40})?|[A-Za-z0-9+]{43,60})(?![A-Za-z0-9])/y,
  examples: {
    bad: [
      { path: 'src/alert.ts', text: `await fetch('${webhook}', { method: 'POST', body }); ◄\n` },
      { path: '.env', text: `SLACK_WEBHOOK_URL=${webhook} ◄\n` },
    ],
    good: [
      {
        path: '.env.example',
        text: 'SLACK_WEBHOOK_URL=https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX\n',
      },
      {
        path: 'src/alert.ts',
        text: 'await fetch(process.env.SLACK_WEBHOOK_URL, { method: "POST", body });\n',
      },
    ],
  },
});
