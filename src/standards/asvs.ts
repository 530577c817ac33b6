import type { Standard } from '../model/standard.js';

export const asvs: Standard = {
  name: 'asvs',
  title: 'OWASP Application Security Verification Standard',
  version: '5.0.0',
  source: 'https://github.com/OWASP/ASVS/tree/v5.0.0/5.0/en',
  controls: (
    [
      ['1', 'Encoding and sanitization'],
      ['3', 'Web front end'],
      ['4', 'Interfaces and web services'],
      ['5', 'Files'],
      ['6', 'Authentication'],
      ['7', 'Sessions'],
      ['8', 'Authorization'],
      ['9', 'Self-contained tokens'],
      ['11', 'Cryptography'],
      ['12', 'Communication'],
      ['13', 'Configuration'],
      ['15', 'Code and architecture'],
      ['16', 'Logs and errors'],
    ] as const
  ).map(([chapter, title]) => ({
    id: `V${chapter}`,
    title,
    because:
      "The rules name requirements of this chapter that their findings break; each rule's page has the exact numbers.",
    by: { asvs: [chapter] },
  })),
  silent: [],
  unseen: [
    'A finding shows that a requirement is broken at one place; no finding does not show that it is met everywhere.',
    'Most requirements have no rule: of the chapters on validation of business logic, OAuth, data protection and WebRTC there is none.',
    'The documentation that each chapter asks for first.',
    'What only a running application shows: sessions that end, limits that hold, answers to a person who tries.',
    'Rules for infrastructure mostly carry no number: the standard is about applications.',
  ],
};
