import { type AccountKey, accountKeys } from '../account-key.js';
import type { SecretRule } from '../rule.js';
import { hex, lower, mixed, token, uuid } from '../shape.js';

const runs: readonly AccountKey[] = [
  ['atera', 'Atera', ['atera'], lower(32), 'https://support.atera.com/'],
  ['bitbar', 'BitBar', ['bitbar'], mixed(32), 'https://support.smartbear.com/bitbar/'],
  ['blazemeter', 'BlazeMeter', ['blazemeter', 'runscope'], uuid, 'https://help.blazemeter.com/'],
  ['borgbase', 'BorgBase', ['borgbase'], '[0-9A-Za-z/_.-]{148,152}', 'https://docs.borgbase.com/'],
  ['codemagic', 'Codemagic', ['codemagic'], token(43), 'https://docs.codemagic.io/'],
  [
    'eagle-eye-networks',
    'Eagle Eye Networks',
    ['eagleeyenetworks', 'eagle eye networks'],
    mixed(15),
    'https://developer.eagleeyenetworks.com/',
  ],
  [
    'ecostruxure-it',
    'EcoStruxure IT',
    ['ecostruxureit', 'ecostruxure'],
    `AK1[0-9A-Za-z/]{50,55}`,
    'https://ecostruxureit.com/',
  ],
  ['jupiterone', 'JupiterOne', ['jupiterone'], mixed(76), 'https://docs.jupiterone.io/'],
  ['klipfolio', 'Klipfolio', ['klipfolio'], hex(40), 'https://support.klipfolio.com/'],
  ['loadmill', 'Loadmill', ['loadmill'], mixed(40), 'https://docs.loadmill.com/'],
  ['loginradius', 'LoginRadius', ['loginradius'], uuid, 'https://www.loginradius.com/docs/'],
  ['anypoint', 'MuleSoft Anypoint', ['anypoint', 'mulesoft'], uuid, 'https://docs.mulesoft.com/'],
  ['qase', 'Qase', ['qase'], hex(40), 'https://developers.qase.io/'],
  ['qubole', 'Qubole', ['qubole'], lower(64), 'https://docs.qubole.com/'],
  [
    'scrutinizer-ci',
    'Scrutinizer',
    ['scrutinizer ci', 'scrutinizer'],
    lower(64),
    'https://scrutinizer-ci.com/docs/',
  ],
  ['statuspal', 'Statuspal', ['statuspal'], mixed(32), 'https://docs.statuspal.io/'],
  ['statuscake', 'StatusCake', ['statuscake'], mixed(20), 'https://developers.statuscake.com/'],
  ['sslmate', 'SSLMate', ['sslmate'], mixed(36), 'https://sslmate.com/help/'],
];

/** Smaller services that run, test and watch systems. */
export const infrastructureServices: readonly SecretRule[] = [
  ...accountKeys('can read and change what the account runs, tests or watches', runs),
];
