import type { Standard } from '../model/standard.js';
import { recoveryRules, weakness } from './weakness.js';

export const gdpr: Standard = {
  name: 'gdpr',
  title: 'GDPR, article 32: security of processing',
  version: 'Regulation (EU) 2016/679',
  source: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
  controls: [
    {
      id: '32(1)(a)',
      title: 'Encryption of personal data, kept and on the way',
      because:
        'The rules find stores and connections without encryption, weak algorithms, and keys that are not kept well.',
      by: {
        cwe: [
          ...weakness.storage,
          ...weakness.transport,
          ...weakness.cryptography,
          ...weakness.key,
          256,
          916,
        ],
      },
    },
    {
      id: '32(1)(b)',
      title: 'Confidentiality, integrity, availability and resilience of systems',
      because: 'The rules find flaws by which somebody could read, change or stop what they should not.',
      by: {
        cwe: [
          ...weakness.input,
          ...weakness.browser,
          ...weakness.access,
          ...weakness.privilege,
          ...weakness.exposure,
          ...weakness.authentication,
          ...weakness.password,
          ...weakness.secret,
          ...weakness.log,
          ...weakness.disclosure,
          ...weakness.supply,
          ...weakness.availability,
          ...weakness.setting,
          ...weakness.logic,
        ],
      },
    },
    {
      id: '32(1)(c)',
      title: 'Access to data is restored in time after an incident',
      because: 'The rules find stores whose backups, versions or protection from deletion are off.',
      by: { rules: recoveryRules },
    },
    {
      id: '32(1)(d)',
      title: 'Measures are tested regularly',
      because: 'Each report is such a test of code and definitions, with its scope and what was accepted.',
      by: { all: true },
    },
  ],
  silent: [
    { rules: ['disallowed-license'], reason: 'Licences of components are no matter of this article.' },
  ],
  unseen: [
    'Which data is personal, and what risk its processing means for people: the article measures by that risk.',
    'Pseudonymisation, and everything in other articles: lawfulness, purpose, retention, rights of the persons concerned.',
    'Contracts with processors, instructions to staff, notice of a breach.',
    'That data can be restored in fact, and how long it takes.',
    'No finding is no proof of an appropriate level of security; that is a judgement of people.',
  ],
};
