import type { Standard } from '../model/standard.js';
import { weakness } from './weakness.js';

export const pciDss: Standard = {
  name: 'pci-dss',
  title: 'PCI DSS',
  version: '4.0.1',
  source: 'https://www.pcisecuritystandards.org/document_library/',
  controls: [
    {
      id: '1.4.2',
      title: 'Traffic from untrusted networks reaches only what it must',
      because: 'The rules find ports, addresses and endpoints that a definition opens to everyone.',
      by: {
        cwe: weakness.exposure,
        rules: [
          'terraform-aws-ingress-all-protocols',
          'terraform-aws-public-network-ingress',
          'aws-firewall-default-allow',
        ],
      },
    },
    {
      id: '2.2.2',
      title: 'Accounts that came with a product are changed or off',
      because: 'The rules find default and guessable account names and passwords in definitions.',
      by: { cwe: [1392] },
    },
    {
      id: '2.2.6',
      title: 'Settings of systems prevent misuse',
      because:
        'The rules find settings that switch a protection off, or leave open what developers use, bounds and isolation included.',
      by: { cwe: [...weakness.setting, ...weakness.availability, 276, 548, 552] },
    },
    {
      id: '2.2.7',
      title: 'Administration over a network is encrypted',
      because:
        'The rules find interfaces without TLS; which of them serve administrators only people can say.',
      by: { cwe: [319] },
    },
    {
      id: '3.5.1',
      title: 'Stored card numbers cannot be read',
      because:
        'The rules find stores without encryption and data kept in the clear; encryption of a disk alone does not meet the requirement, and only people know where card numbers lie.',
      by: { cwe: weakness.storage },
    },
    {
      id: '3.6.1',
      title: 'Keys for stored data are kept from misuse',
      because: 'The rules find cryptographic keys that stand in code and configuration.',
      by: { cwe: [321] },
    },
    {
      id: '3.7.4',
      title: 'Keys are changed when their period ends',
      because: 'The rules find keys without rotation, or with a long one.',
      by: { cwe: [324] },
    },
    {
      id: '4.2.1',
      title: 'Card numbers are encrypted on open networks, with certificates that are checked',
      because:
        'The rules find connections without TLS, with old versions or ciphers, or to anyone who answers.',
      by: { cwe: [...weakness.transport, 326, 327] },
    },
    {
      id: '6.2.3',
      title: 'Own code is reviewed before it is released',
      because: 'Each report is such a review by a tool; the requirement asks for more than a tool.',
      by: { all: true },
    },
    {
      id: '6.2.4',
      title: 'Own code withstands the common kinds of attack',
      because:
        'The rules find injection, misuse of data and of cryptography, flaws of access control and of what browsers are told.',
      by: {
        cwe: [
          ...weakness.input,
          ...weakness.browser,
          ...weakness.cryptography,
          ...weakness.logic,
          ...weakness.availability,
          ...weakness.disclosure,
          ...weakness.authentication,
          345,
          349,
          639,
          862,
          863,
        ],
      },
    },
    {
      id: '6.3.1',
      title: 'Vulnerabilities are known and ranked',
      because: 'The rules find packages with published advisories, ranked by severity and exploitation.',
      by: { cwe: [1395] },
    },
    {
      id: '6.3.2',
      title: 'Software of others in own software is known',
      because: 'The rules find components whose origin, content or upkeep is in doubt.',
      by: { cwe: weakness.supply },
    },
    {
      id: '6.3.3',
      title: 'Components are kept up to date',
      because:
        'The rules find versions with a fix that was not taken, and versions that are no longer kept up.',
      by: { cwe: [1104, 1395] },
    },
    {
      id: '6.4.3',
      title: 'Scripts on payment pages are known and unaltered',
      because:
        'The rule finds scripts of other hosts without a check of their content; on which page only people know.',
      by: { rules: ['untrusted-script'] },
    },
    {
      id: '7.2.5',
      title: 'Accounts of applications and systems have the least rights',
      because: 'The rules find roles, policies, tokens and processes with more rights than a task needs.',
      by: { cwe: [...weakness.privilege, 732] },
    },
    {
      id: '7.3.1',
      title: 'Access control holds for every component',
      because: 'The rules find resources and operations that anyone may use.',
      by: { cwe: weakness.access },
    },
    {
      id: '8.3.1',
      title: 'Everybody is authenticated',
      because:
        'The rules find interfaces without authentication and proofs of identity that are not checked.',
      by: { cwe: [287, 290, 293, 306, 308, 309, 347, 384, 613, 640] },
    },
    {
      id: '8.3.2',
      title: 'What people authenticate with cannot be read, kept or on the way',
      because: 'The rules find passwords kept or sent in the clear, or with a hash that is too fast.',
      by: { cwe: [256, 319, 522, 916] },
    },
    {
      id: '8.3.4',
      title: 'Attempts to guess are limited',
      because: 'The rules find places to sign in without a limit.',
      by: { cwe: [307] },
    },
    {
      id: '8.3.6',
      title: 'Passwords are long and complex enough',
      because: 'The rules find policies that ask for less, and weak passwords that stand in files.',
      by: { cwe: [521, 1391] },
    },
    {
      id: '8.6.2',
      title: 'No passwords of applications in scripts, configuration or code',
      because: 'The rules find credentials wherever they are written down.',
      by: { cwe: weakness.secret },
    },
    {
      id: '10.2.1',
      title: 'Logs for audit are on',
      because: 'The rules find resources whose logs are off.',
      by: { cwe: [778] },
    },
    {
      id: '10.3.2',
      title: 'Logs for audit cannot be altered',
      because: 'The rules find logs that users can forge entries of, and trails that are not sealed.',
      by: { cwe: [117], rules: ['aws-trail-validation-off'] },
    },
  ],
  silent: [
    { rules: ['disallowed-license'], reason: 'Licences of components are no matter of this standard.' },
  ],
  unseen: [
    'Where card data is stored, processed and sent, and so what is in scope at all.',
    'Review of the code by people who know secure coding, and their approval before release.',
    'What runs: segmentation, scans and penetration tests, keys in use, logs that somebody reads.',
    'Everything about people, places and papers: training, physical access, policies, contracts, response to incidents.',
    'A finding tells of one flaw at one place; that there is none does not show a requirement to be in place.',
  ],
};
