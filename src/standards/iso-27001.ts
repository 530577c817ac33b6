import type { Standard } from '../model/standard.js';
import { recoveryRules, weakness } from './weakness.js';

export const iso27001: Standard = {
  name: 'iso-27001',
  title: 'ISO/IEC 27001, Annex A',
  version: '2022',
  source: 'https://www.iso.org/standard/27001',
  controls: [
    {
      id: 'A.5.15',
      title: 'Rules for access',
      because: 'The rules find resources and operations that anyone may use.',
      by: { cwe: weakness.access },
    },
    {
      id: 'A.5.17',
      title: 'Credentials and how they are handled',
      because: 'The rules find credentials in files, weak and known passwords, and hashes that are too fast.',
      by: { cwe: [...weakness.secret, ...weakness.password] },
    },
    {
      id: 'A.5.21',
      title: 'Security of the supply chain of software',
      because: 'The rules find components whose origin, content or upkeep is in doubt.',
      by: { cwe: weakness.supply },
    },
    {
      id: 'A.5.32',
      title: 'Rights of others in what is used',
      because: 'The rule finds packages under licences that the configuration does not allow.',
      by: { rules: ['disallowed-license'] },
    },
    {
      id: 'A.8.2',
      title: 'Privileged rights',
      because: 'The rules find roles, tokens and processes with more rights than a task needs.',
      by: { cwe: weakness.privilege },
    },
    {
      id: 'A.8.3',
      title: 'Access to information is restricted',
      because: 'The rules find missing checks of who may read or change what.',
      by: { cwe: weakness.access },
    },
    {
      id: 'A.8.5',
      title: 'Secure authentication',
      because:
        'The rules find interfaces without authentication, and proofs of identity that are not checked.',
      by: { cwe: weakness.authentication },
    },
    {
      id: 'A.8.6',
      title: 'Capacity',
      because: 'The rules find work and resources without a limit.',
      by: { cwe: weakness.availability },
    },
    {
      id: 'A.8.7',
      title: 'Protection from malware',
      because: 'The rules find packages that are malicious, or look like another.',
      by: { cwe: [506] },
    },
    {
      id: 'A.8.8',
      title: 'Technical vulnerabilities',
      because: 'The rules find components with published flaws, or without upkeep.',
      by: { cwe: [1104, 1395] },
    },
    {
      id: 'A.8.9',
      title: 'Configuration',
      because: 'The rules find settings that leave a protection out, or a door of developers open.',
      by: { cwe: [...weakness.setting, 276, 548] },
    },
    {
      id: 'A.8.12',
      title: 'Data does not leak',
      because: 'The rules find messages, logs, pages and files that tell more than they should.',
      by: { cwe: weakness.disclosure },
    },
    {
      id: 'A.8.13',
      title: 'Backups',
      because: 'The rules find stores whose backups, versions or protection from deletion are off.',
      by: { rules: recoveryRules },
    },
    {
      id: 'A.8.15',
      title: 'Logs',
      because: 'The rules find logs that are off, or that users can forge entries of.',
      by: { cwe: [117, 778], rules: ['aws-trail-validation-off'] },
    },
    {
      id: 'A.8.20',
      title: 'Security of networks',
      because: 'The rules find ports and connections that are open to everyone, or not encrypted.',
      by: { cwe: [...weakness.exposure, ...weakness.transport] },
    },
    {
      id: 'A.8.24',
      title: 'Use of cryptography',
      because: 'The rules find weak algorithms, keys without rotation, and data without encryption.',
      by: {
        cwe: [...weakness.cryptography, ...weakness.key, ...weakness.storage, ...weakness.transport],
      },
    },
    {
      id: 'A.8.26',
      title: 'Security requirements of applications',
      because:
        'The rules find what applications tell browsers, and leave out, to keep users and sites apart.',
      by: { cwe: weakness.browser },
    },
    {
      id: 'A.8.28',
      title: 'Secure coding',
      because:
        'The rules find flaws of code: data from outside that is believed, and conditions that do not hold.',
      by: { cwe: [...weakness.input, ...weakness.logic, ...weakness.browser] },
    },
    {
      id: 'A.8.29',
      title: 'Security tests in development',
      because: 'Each report is such a test, with its scope and what was accepted.',
      by: { all: true },
    },
  ],
  silent: [],
  unseen: [
    'The management system itself, clauses 4 to 10: the certificate is about it, and not about code.',
    'The statement of applicability: which controls count, and why others do not.',
    'Everything organisational, personal and physical: clauses 5 to 7 of the annex, but for the parts above.',
    'That a control works in daily use; that backups can be restored; that logs are read.',
  ],
};
