import { secretRule } from '../../rule.js';
import { madeUp } from '../made-up.js';

const keyFor = (mode: string): string => ['sk', mode, `51${madeUp('mixed', 97, `stripe ${mode}`)}`].join('_');
const key = keyFor('live');
const testKey = keyFor('test');

export const stripeLiveKey = secretRule({
  id: 'stripe-live-key',
  title: 'Stripe live API key',
  severity: 'critical',
  confidence: 'high',
  opens: 'can move money, refund and read customers of the Stripe account, as far as the key is allowed to',
  rotate:
    'roll the key in the Stripe dashboard under Developers, API keys, and look through the request logs.',
  references: ['https://docs.stripe.com/keys#rolling-keys'],
  keywords: ['sk_live_', 'rk_live_', 'sk_prod_', 'rk_prod_'],
  after: 280,
  pattern: /(?<![A-Za-z0-9])[sr]k_(?:live|prod)_[A-Za-z0-9]{20,250}(?![A-Za-z0-9_])/y,
  entropy: 3.3,
  // Others took over the prefix, with alphabets and lengths of their own.
  yields: true,
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

export const stripeTestKey = secretRule({
  id: 'stripe-test-key',
  title: 'Stripe test API key',
  severity: 'low',
  confidence: 'high',
  opens: 'can read and change what is tried out in the Stripe account; no money moves',
  rotate: 'roll the key in the Stripe dashboard under Developers, API keys, in test mode.',
  references: ['https://docs.stripe.com/keys#rolling-keys'],
  keywords: ['sk_test_', 'rk_test_'],
  after: 280,
  pattern: /(?<![A-Za-z0-9])[sr]k_test_[A-Za-z0-9]{20,250}(?![A-Za-z0-9_])/y,
  entropy: 3.3,
  // Others took over the prefix, with alphabets and lengths of their own.
  yields: true,
  examples: {
    bad: [
      { path: 'src/pay.ts', text: `const stripe = new Stripe('${testKey}'); ◄\n` },
      { path: '.env.staging', text: `STRIPE_SECRET_KEY=${testKey} ◄\n` },
    ],
    good: [
      { path: '.env.staging', text: 'STRIPE_SECRET_KEY=sk_test_xxxxxxxxxxxxxxxxxxxxxxxx\n' },
      { path: 'src/pay.ts', text: "const isTest = key.startsWith('sk_test_');\n" },
    ],
  },
});
