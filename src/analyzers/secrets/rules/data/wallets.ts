import { hasBase58Sum, hasBech32Sum, bySum } from '../../checksum.js';
import { prefixedToken } from '../../prefixed-token.js';
import type { SecretRule } from '../../rule.js';

const bech32 = (length: number): string => `[02-9ac-hj-np-z]{${length}}`;
const moves = 'move what they hold to a new account, since a key cannot be changed.';

/** Keys that are the account itself: whoever has one has all. */
export const wallets: readonly SecretRule[] = [
  prefixedToken({
    id: 'bitcoin-extended-private-key',
    title: 'Extended private key of a Bitcoin wallet',
    severity: 'critical',
    opens: 'can take whatever the accounts of the wallet hold',
    rotate: moves,
    reference: 'https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki',
    prefixes: ['xprv9', 'xprvA', 'yprvA', 'zprvA'],
    body: '[1-9A-HJ-NP-Za-km-z]{106}',
    variable: 'WALLET_KEY',
    judge: (candidate) => bySum(hasBase58Sum(candidate.value), candidate),
  }),
  prefixedToken({
    id: 'nostr-private-key',
    title: 'Private key of a Nostr account',
    severity: 'high',
    opens: 'can write in the name of the account and read its messages',
    rotate: 'make a new account and tell its followers, since a key cannot be changed.',
    reference: 'https://github.com/nostr-protocol/nips/blob/master/19.md',
    prefixes: ['nsec1'],
    body: bech32(58),
    variable: 'NOSTR_KEY',
    judge: (candidate) => bySum(hasBech32Sum(candidate.value), candidate),
  }),
  prefixedToken({
    id: 'sui-private-key',
    title: 'Private key of a Sui account',
    severity: 'critical',
    opens: 'can take whatever the account holds',
    rotate: moves,
    reference: 'https://docs.sui.io/',
    prefixes: ['suiprivkey1'],
    body: bech32(59),
    variable: 'SUI_KEY',
    judge: (candidate) => bySum(hasBech32Sum(candidate.value), candidate),
  }),
];
