import { namedToken } from '../../named-token.js';
import { prefixedToken } from '../../prefixed-token.js';
import type { SecretRule } from '../../rule.js';
import { hex, lower, mixed, token, upper } from '../../shape.js';

const money = 'can take and refund payments and read those who paid, as far as the key is allowed to';

/** Those who sell in the name of others, and who renew what was sold. */
export const subscriptions: readonly SecretRule[] = [
  prefixedToken({
    id: 'paddle-api-key',
    title: 'Paddle API key',
    severity: 'critical',
    opens: money,
    rotate: 'revoke the key in Paddle under Developer tools, Authentication.',
    reference: 'https://developer.paddle.com/api-reference/about/authentication',
    prefixes: ['pdl_live_apikey_'],
    body: `${lower(26)}_${mixed(22)}_${mixed(3)}`,
  }),
  namedToken({
    id: 'chargebee-api-key',
    title: 'Chargebee API key',
    severity: 'critical',
    opens: 'can read and change subscriptions and invoices',
    rotate: 'delete the key in Chargebee under Settings, API Keys.',
    reference: 'https://www.chargebee.com/docs/2.0/api_keys.html',
    names: ['chargebee'],
    word: 'api key',
    value: `(?:live|test)_${mixed(30, 36)}`,
  }),
  namedToken({
    id: 'lemon-squeezy-api-key',
    title: 'Lemon Squeezy API key',
    severity: 'critical',
    opens: 'can read customers, orders and subscriptions, and refund them',
    rotate: 'delete the key in Lemon Squeezy under Settings, API.',
    reference: 'https://docs.lemonsqueezy.com/api/getting-started/requests',
    names: ['lemonsqueezy', 'lemon squeezy'],
    word: 'api key',
    value: `eyJ${token(17, 60)}\\.${token(80, 900)}\\.${token(43, 700)}`,
  }),
  namedToken({
    id: 'gumroad-access-token',
    title: 'Gumroad access token',
    severity: 'high',
    opens: 'can read sales and customers, and change products',
    rotate: 'generate a new token in Gumroad under Settings, Advanced, Applications.',
    reference: 'https://app.gumroad.com/api',
    names: ['gumroad'],
    word: 'access token',
    value: token(43),
  }),
  namedToken({
    id: 'freemius-secret-key',
    title: 'Freemius secret key',
    severity: 'high',
    opens: 'can act for the plugin or its developer towards Freemius',
    rotate: 'reset the keys in the Freemius dashboard under Settings, Keys.',
    reference: 'https://freemius.com/help/documentation/wordpress-sdk/gettingstarted/',
    names: ['freemius', 'fs dynamic init', 'secret key'],
    word: 'secret key',
    alone: true,
    value: 'sk_[0-9A-Za-z!#$%&()*+,./:;<=>?@^_{|}~-]{29}',
    confidence: 'high',
    // Others start so too, but have letters and digits alone; it is used in plugins of WordPress.
    judge: ({ path, value, groups }) =>
      /freemius|fs.dynamic/i.test(groups['lead'] ?? '') || (/\.php$/i.test(path) && /\W/.test(value))
        ? {}
        : undefined,
    // Any character may follow a dollar sign in them.
    entropy: 0,
  }),
  namedToken({
    id: 'moonclerk-api-key',
    title: 'MoonClerk API key',
    severity: 'high',
    opens: 'can read customers and payments',
    rotate: 'ask MoonClerk to replace the key.',
    reference: 'https://github.com/moonclerk/developer/tree/main/api#authentication',
    names: ['moonclerk'],
    word: 'api key',
    value: hex(32),
  }),
  namedToken({
    id: 'recurly-api-key',
    title: 'Recurly private API key',
    severity: 'critical',
    opens: 'can read and change subscriptions and invoices',
    rotate: 'regenerate the key in Recurly under Integrations, API Credentials.',
    reference: 'https://docs.recurly.com/docs/api-keys',
    names: ['recurly'],
    word: 'private key',
    value: hex(32),
  }),
  namedToken({
    id: 'snipcart-secret-key',
    title: 'Snipcart secret API key',
    severity: 'high',
    opens: 'can read and change orders and customers',
    rotate: 'delete the key in Snipcart under Account, API keys.',
    reference: 'https://docs.snipcart.com/v3/api-reference/authentication',
    names: ['snipcart'],
    word: 'secret key',
    value: `S_${token(75)}|${upper(48)}`,
  }),
];
