import { type Standard, type StandardName, standardNames } from '../model/standard.js';
import { asvs } from './asvs.js';
import { gdpr } from './gdpr.js';
import { iso27001 } from './iso-27001.js';
import { nistSsdf } from './nist-ssdf.js';
import { owaspTop10In2021, owaspTop10In2025 } from './owasp-top-10.js';
import { pciDss } from './pci-dss.js';
import { soc2 } from './soc-2.js';

/** The standards by name. */
export const standards: Readonly<Record<StandardName, Standard>> = {
  'owasp-top-10-2021': owaspTop10In2021,
  'owasp-top-10-2025': owaspTop10In2025,
  asvs,
  'pci-dss': pciDss,
  'soc-2': soc2,
  'iso-27001': iso27001,
  gdpr,
  'nist-ssdf': nistSsdf,
};

/** Those of the names, in the order of the list of all. */
export function findStandards(names: readonly StandardName[]): Standard[] {
  return standardNames.filter((name) => names.includes(name)).map((name) => standards[name]);
}
