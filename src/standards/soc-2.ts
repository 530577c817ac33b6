import type { Standard } from '../model/standard.js';
import { recoveryRules, weakness } from './weakness.js';

export const soc2: Standard = {
  name: 'soc-2',
  title: 'SOC 2, trust services criteria',
  version: '2017, points of focus revised 2022',
  source:
    'https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022',
  controls: [
    {
      id: 'CC6.1',
      title: 'Logical access is protected: identities, credentials, keys, encryption',
      because:
        'The rules find credentials and keys in files, authentication and authorization that is missing, and data that lies unencrypted.',
      by: {
        cwe: [
          ...weakness.access,
          ...weakness.authentication,
          ...weakness.password,
          ...weakness.secret,
          ...weakness.storage,
          ...weakness.key,
          ...weakness.cryptography,
        ],
      },
    },
    {
      id: 'CC6.3',
      title: 'Rights follow roles, and are the least that do',
      because: 'The rules find roles, policies and processes with more rights than a task needs.',
      by: { cwe: [...weakness.privilege, 732] },
    },
    {
      id: 'CC6.6',
      title: 'The boundary holds against threats from outside',
      because:
        'The rules find what is open to everyone, and code that lets data from outside do what only its authors should.',
      by: { cwe: [...weakness.exposure, ...weakness.input, ...weakness.browser, 284, 306, 307, 345] },
    },
    {
      id: 'CC6.7',
      title: 'Data is protected on the way',
      because: 'The rules find connections without TLS, with weak settings, or to anyone who answers.',
      by: { cwe: [...weakness.transport, 326, 327] },
    },
    {
      id: 'CC6.8',
      title: 'Unauthorized and malicious software is kept out',
      because: 'The rules find malicious packages, and code that is fetched without a check of its content.',
      by: { cwe: [345, 349, 353, 494, 506, 829, 1357] },
    },
    {
      id: 'CC7.1',
      title: 'New vulnerabilities and misconfiguration are detected',
      because: 'The rules find components with known flaws and settings that leave a protection out.',
      by: { cwe: [...weakness.supply, ...weakness.setting, ...weakness.logic] },
    },
    {
      id: 'CC7.2',
      title: 'Systems are watched for anomalies',
      because: 'The rules find logs that are off, and those that users can forge entries of.',
      by: { cwe: [117, 778] },
    },
    {
      id: 'CC8.1',
      title: 'Changes are reviewed and tested before they go live',
      because: 'Each report on a change is evidence of one such test, with its scope and what was accepted.',
      by: { all: true },
    },
    {
      id: 'A1.1',
      title: 'Capacity is planned and kept within bounds',
      because: 'The rules find work and resources without a limit, which one user can exhaust.',
      by: { cwe: weakness.availability },
    },
    {
      id: 'A1.2',
      title: 'Data can be brought back: backups and recovery',
      because: 'The rules find stores whose backups, versions or protection from deletion are off.',
      by: { rules: recoveryRules },
    },
    {
      id: 'C1.1',
      title: 'Confidential information is recognised and kept so',
      because: 'The rules find messages, logs and pages that tell more than they should.',
      by: { cwe: [...weakness.disclosure, ...weakness.storage] },
    },
  ],
  silent: [
    { rules: ['disallowed-license'], reason: 'Licences of components are no matter of these criteria.' },
  ],
  unseen: [
    'Whether controls worked over the whole period: a report is of one day and of what was in its scope.',
    'Control environment, communication, risk assessment and supervision (CC1 to CC5), and suppliers (CC9).',
    'Who has which access today, who granted it, and whether it was taken back.',
    'That backups can be restored, alarms are answered, and incidents are handled.',
    'An auditor decides which evidence counts; a mapping by a tool is none.',
  ],
};
