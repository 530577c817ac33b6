import { type AccountKey, accountKeys } from '../../account-key.js';
import type { SecretRule } from '../../rule.js';
import { hex, lower, mixed, token, uuid } from '../../shape.js';

const projects: readonly AccountKey[] = [
  ['avaza', 'Avaza', ['avaza'], `[0-9]{1,8}-${hex(40)}`, 'https://www.avaza.com/'],
  ['bugherd', 'BugHerd', ['bugherd'], lower(22), 'https://www.bugherd.com/api_v2'],
  ['goodday', 'GoodDay', ['goodday api', 'goodday'], lower(32), 'https://www.goodday.work/'],
  ['mavenlink', 'Kantata (Mavenlink)', ['mavenlink', 'kantata'], lower(64), 'https://developer.kantata.com/'],
  ['nozbe', 'Nozbe', ['nozbe teams', 'nozbe'], `${mixed(16)}_[0-9A-Za-z_=-]{64}`, 'https://nozbe.com/'],
  ['podio', 'Podio', ['podio'], lower(32), 'https://developers.podio.com/'],
  ['prodpad', 'ProdPad', ['prodpad'], hex(64), 'https://app.swaggerhub.com/apis-docs/ProdPad/prodpad/'],
  ['stormboard', 'Stormboard', ['stormboard'], hex(40), 'https://api.stormboard.com/docs/'],
  ['upwave', 'Upwave', ['upwave'], lower(32), 'https://www.upwave.io/'],
  ['workstack', 'Workstack', ['workstack'], mixed(60), 'https://workstack.io/'],
  ['zenkit', 'Zenkit', ['zenkit'], `${lower(8)}-${mixed(32)}`, 'https://base.zenkit.com/docs/api/'],
  ['magnetic', 'Magnetic', ['magnetichq', 'magnetic hq'], uuid, 'https://www.magnetichq.com/'],
];

const hours: readonly AccountKey[] = [
  [
    'everhour',
    'Everhour',
    ['everhour'],
    `${hex(4)}-${hex(4)}-${hex(6)}-${hex(6)}-${hex(8)}`,
    'https://everhour.docs.apiary.io/',
  ],
  ['hiveage', 'Hiveage', ['hiveage'], token(20), 'https://www.hiveage.com/'],
  ['paydirt', 'Paydirt', ['paydirtapp', 'paydirt app'], lower(32), 'https://paydirtapp.com/'],
  ['timecamp', 'TimeCamp', ['timecamp'], lower(26), 'https://developer.timecamp.com/'],
  ['tmetric', 'TMetric', ['tmetric'], '[0-9A-Z]{64}', 'https://tmetric.com/help/'],
];

const texts: readonly AccountKey[] = [
  ['craftmypdf', 'CraftMyPDF', ['craftmypdf'], mixed(35), 'https://craftmypdf.com/docs/'],
  ['dronahq', 'DronaHQ', ['dronahq'], lower(50), 'https://docs.dronahq.com/'],
  ['dynalist', 'Dynalist', ['dynalist'], token(128), 'https://apidocs.dynalist.io/'],
  ['dyspatch', 'Dyspatch', ['dyspatch'], mixed(52), 'https://docs.dyspatch.io/'],
  [
    'ditto',
    'Ditto',
    ['dittowords', 'ditto api', 'ditto'],
    `${uuid}\\.${mixed(40)}`,
    'https://developer.dittowords.com/',
  ],
  [
    'protocols-io',
    'protocols.io',
    ['protocolsio', 'protocols io'],
    lower(64),
    'https://apidoc.protocols.io/',
  ],
  ['signaturit', 'Signaturit', ['signaturit'], mixed(86), 'https://docs.signaturit.com/'],
  ['supernotes', 'Supernotes', ['supernotes'], token(43), 'https://api.supernotes.app/docs/'],
  ['tefter', 'Tefter', ['tefter'], mixed(20), 'https://tefter.io/'],
  ['appsynergy', 'AppSynergy', ['appsynergy'], lower(64), 'https://www.appsynergy.com/'],
  ['clustdoc', 'Clustdoc', ['clustdoc'], mixed(60), 'https://clustdoc.com/'],
];

/** Smaller services for the work of a team. */
export const timeAndProjects: readonly SecretRule[] = [
  ...accountKeys('can read and change projects, tasks and what was said of them', projects),
  ...accountKeys('can read and change hours, customers and invoices', hours),
  ...accountKeys('can read and change documents and what was filled in', texts),
];
