import { secretRule } from '../rule.js';
import { madeUp } from './made-up.js';

const key = ['sk', 'live', `51${madeUp('mixed', 97, 'stripe')}`].join('_');

export const stripeLiveKey = secretRule({
  id: 'stripe-live-key',
  title: 'Stripe live API key',
  severity: 'critical',
  confidence: 'high',
  opens: 'can move money, refund and read customers of the Stripe account, as far as the key is allowed to',
  rotate:
    'roll the key in the Stripe dashboard under Developers, API keys, and look through the request logs.',
  references: ['https://docs.stripe.com/keys#rolling-keys'],
  keywords: ['sk_live_', 'rk_live_'],
  after: 280,
  pattern: /(?<![A-Za-z0-9])[sr]k_live_[A-Za-z0-9]{20,250}(?![A-Za-z0-9_])/y,
  entropy: 3.3,
  examples: {
    bad: [
      { path: 'src/pay.ts', text: `const stripe = new Stripe('${key}'); ◄\n` },
      { path: 'helm/values.yaml', text: `payments:\n  key: "${key}" ◄\n` },
    ],
    good: [
      { path: 'src/pay.ts', text: 'const stripe = new Stripe(config.stripeKey);\n' },
      {
        path: 'src/check.ts',
        text: "if (!key.startsWith('sk_live_')) throw new Error('A live key is needed.');\n",
      },
    ],
  },
});
