import { namedToken } from '../../named-token.js';
import type { SecretRule } from '../../rule.js';
import { hex, lower, mixed } from '../../shape.js';

/** Registrars of names, and their servers. */
export const domains: readonly SecretRule[] = [
  namedToken({
    id: 'godaddy-api-secret',
    title: 'GoDaddy API secret',
    severity: 'critical',
    opens: 'who learns the key can change the domains of the account and their DNS',
    rotate: 'delete the key in the GoDaddy developer portal under API Keys.',
    reference: 'https://developer.godaddy.com/getstarted',
    names: ['godaddy'],
    word: 'api secret',
    value: mixed(22),
  }),
  namedToken({
    id: 'gandi-token',
    title: 'Gandi access token',
    severity: 'critical',
    opens: 'can change domains and DNS, as far as the token is allowed to',
    rotate: 'delete the token in the Gandi account under Organizations, Sharing.',
    reference: 'https://api.gandi.net/docs/authentication/',
    names: ['gandi'],
    word: 'token',
    value: `${mixed(24)}|${hex(40)}`,
  }),
  namedToken({
    id: 'namecheap-api-key',
    title: 'Namecheap API key',
    severity: 'critical',
    opens: 'can change the domains of the account and their DNS from the allowed addresses',
    rotate: 'reset the key in Namecheap under Profile, Tools, API Access.',
    reference: 'https://www.namecheap.com/support/api/intro/',
    names: ['namecheap'],
    word: 'api key',
    value: lower(32),
  }),
  namedToken({
    id: 'dnsimple-token',
    title: 'DNSimple access token',
    severity: 'critical',
    opens: 'can change the domains of the account and their DNS',
    rotate: 'delete the token in DNSimple under Access tokens.',
    reference: 'https://support.dnsimple.com/articles/api-access-token/',
    names: ['dnsimple'],
    word: 'token',
    value: `(?:dnsimple_[au]_)?${mixed(32)}`,
  }),
];
