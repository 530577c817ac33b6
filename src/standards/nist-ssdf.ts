import type { Standard } from '../model/standard.js';
import { weakness } from './weakness.js';

export const nistSsdf: Standard = {
  name: 'nist-ssdf',
  title: 'NIST Secure Software Development Framework (SP 800-218)',
  version: '1.1',
  source: 'https://csrc.nist.gov/pubs/sp/800/218/final',
  controls: [
    {
      id: 'PO.5.1',
      title: 'Environments for development and builds are separate and protected',
      because:
        'The rules find workflows in which a stranger’s change runs with secrets, rights or a shared cache.',
      by: { cwe: [272, 349, 653], rules: ['actions-untrusted-checkout', 'actions-dangerous-trigger'] },
    },
    {
      id: 'PS.1.1',
      title: 'Code and configuration are kept from unauthorized access and change',
      because: 'The rules find credentials in code, which open what the code is meant to keep closed.',
      by: { cwe: weakness.secret },
    },
    {
      id: 'PW.4.1',
      title: 'Components are acquired that are secure and kept up',
      because: 'The rules find components of doubtful origin, without upkeep, or that are malicious.',
      by: { cwe: [506, 829, 1104, 1357] },
    },
    {
      id: 'PW.4.4',
      title: 'Acquired components meet the requirements for as long as they are used',
      because: 'The rules find published flaws, changed content, and licences that are not allowed.',
      by: { cwe: [345, 353, 494, 1104, 1395], rules: ['disallowed-license'] },
    },
    {
      id: 'PW.5.1',
      title: 'Code follows secure practices',
      because: 'The rules find flaws of code, from input that is believed to cryptography that is weak.',
      by: {
        cwe: [
          ...weakness.input,
          ...weakness.browser,
          ...weakness.access,
          ...weakness.authentication,
          ...weakness.password,
          ...weakness.cryptography,
          ...weakness.transport,
          ...weakness.storage,
          ...weakness.disclosure,
          ...weakness.availability,
          ...weakness.logic,
        ],
      },
    },
    {
      id: 'PW.7.2',
      title: 'Code is reviewed and analysed, and what is found is recorded',
      because: 'Each report is such an analysis, with its scope and what was accepted.',
      by: { all: true },
    },
    {
      id: 'PW.9.1',
      title: 'A secure baseline of settings is defined',
      because: 'The rules find definitions that are less secure than what their platforms recommend.',
      by: {
        cwe: [
          ...weakness.setting,
          ...weakness.privilege,
          ...weakness.exposure,
          ...weakness.log,
          ...weakness.key,
          ...weakness.storage,
          276,
          284,
          732,
        ],
      },
    },
    {
      id: 'RV.1.1',
      title: 'Published vulnerabilities of components are gathered',
      because: 'The rules look up each locked version in advisories, where advisories are given.',
      by: { cwe: [1395] },
    },
    {
      id: 'RV.1.2',
      title: 'Code is searched for vulnerabilities that are not known yet',
      because: 'Each report is such a search, of every change or of a whole repository.',
      by: { all: true },
    },
  ],
  silent: [],
  unseen: [
    'Preparation of the organisation (most of PO): roles, training, requirements, and tools that are chosen with care.',
    'Threat models and design reviews (PW.1 and PW.2), unless a model is in the repository.',
    'Signatures, provenance and archives of releases (PS.2 and PS.3) that are made outside of it.',
    'How reports from outside are received, and how fast and how well flaws are mended (RV.1.3, RV.2 and RV.3).',
    'Tests of running code (PW.8).',
  ],
};
