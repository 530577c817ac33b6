import { namedToken } from '../named-token.js';
import { prefixedToken } from '../prefixed-token.js';
import type { SecretRule } from '../rule.js';
import { hex } from '../shape.js';

/** Hosting companies and platforms. */
export const hosting: readonly SecretRule[] = [
  prefixedToken({
    id: 'digitalocean-token',
    title: 'DigitalOcean access token',
    severity: 'critical',
    opens:
      'can create, read and delete what the DigitalOcean account runs, as far as the token is allowed to',
    rotate: 'delete the token in the DigitalOcean control panel under API and create a new one.',
    reference: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
    prefixes: ['dop_v1_', 'doo_v1_', 'dor_v1_'],
    body: hex(64),
  }),
  namedToken({
    id: 'linode-token',
    title: 'Linode access token',
    severity: 'critical',
    opens: 'can create, read and delete what the Linode account runs, as far as the token is allowed to',
    rotate: 'revoke the token in the Cloud Manager under API Tokens and create a new one.',
    reference: 'https://techdocs.akamai.com/linode-api/reference/get-started',
    names: ['linode'],
    word: 'token',
    value: hex(64),
  }),
];
