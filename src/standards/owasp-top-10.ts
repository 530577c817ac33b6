import type { Control, Standard } from '../model/standard.js';

export const owaspTop10In2021: Standard = {
  name: 'owasp-top-10-2021',
  title: 'OWASP Top 10',
  version: '2021',
  source: 'https://owasp.org/Top10/2021/',
  controls: controls('2021', [
    'Broken access control',
    'Cryptographic failures',
    'Injection',
    'Insecure design',
    'Security misconfiguration',
    'Vulnerable and outdated components',
    'Identification and authentication failures',
    'Software and data integrity failures',
    'Security logging and monitoring failures',
    'Server-side request forgery',
  ]),
  silent: [],
  unseen: unseen(),
};

export const owaspTop10In2025: Standard = {
  name: 'owasp-top-10-2025',
  title: 'OWASP Top 10',
  version: '2025',
  source: 'https://owasp.org/Top10/2025/',
  controls: controls('2025', [
    'Broken access control',
    'Security misconfiguration',
    'Software supply chain failures',
    'Cryptographic failures',
    'Injection',
    'Insecure design',
    'Authentication failures',
    'Software or data integrity failures',
    'Logging and alerting failures',
    'Mishandled exceptional conditions',
  ]),
  silent: [],
  unseen: unseen(),
};

function controls(year: string, titles: readonly string[]): Control[] {
  return titles.map((title, index) => {
    const id = `A${String(index + 1).padStart(2, '0')}:${year}`;
    return {
      id,
      title,
      because: `The rules look for weaknesses that the list of ${year} puts under this category, or whose parent it does.`,
      by: { owasp: [id] },
    };
  });
}

function unseen(): string[] {
  return [
    'The list raises awareness; it is no standard to be certified against, and each category has weaknesses that no rule looks for.',
    'Design decisions, and rules of the business that only people know, cannot be read off code.',
    'Whether anybody watches the logs and answers an alarm.',
    'Whether what runs is what stands in the repository.',
  ];
}
