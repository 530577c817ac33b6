import { type AccountKey, accountKeys } from '../../account-key.js';
import type { SecretRule } from '../../rule.js';
import { hex, lower, mixed, token, uuid } from '../../shape.js';

const sales: readonly AccountKey[] = [
  ['autoklose', 'Autoklose', ['autoklose'], `[0-9A-Za-z-]{32}`, 'https://autoklose.com/'],
  ['bombbomb', 'BombBomb', ['bombbomb'], `[0-9A-Za-z+/]{86}==`, 'https://bombbomb.com/'],
  [
    'centralstationcrm',
    'CentralStationCRM',
    ['centralstationcrm', 'central station crm'],
    lower(30),
    'https://api.centralstationcrm.net/',
  ],
  ['interseller', 'Interseller', ['interseller'], uuid, 'https://www.interseller.io/'],
  ['karmacrm', 'karmaCRM', ['karmacrm', 'karma crm'], mixed(20), 'https://www.karmacrm.com/'],
  ['kylas', 'Kylas', ['kylas'], `${uuid}(?::[0-9]{1,6})?`, 'https://kylas.io/'],
  ['leadfeeder', 'Leadfeeder', ['leadfeeder'], `[0-9A-Za-z-]{43}`, 'https://docs.leadfeeder.com/api/'],
  [
    'less-annoying-crm',
    'Less Annoying CRM',
    ['lessannoyingcrm', 'less annoying crm', 'lacrm'],
    `[0-9A-Za-z-]{57}`,
    'https://www.lessannoyingcrm.com/',
  ],
  ['madkudu', 'MadKudu', ['madkudu'], hex(32), 'https://developers.madkudu.com/'],
  ['mixmax', 'Mixmax', ['mixmax'], `${uuid}|${token(36)}`, 'https://developer.mixmax.com/'],
  [
    'partnerstack',
    'PartnerStack',
    ['partnerstack', 'partner stack'],
    mixed(64),
    'https://docs.partnerstack.com/',
  ],
  ['salesblink', 'SalesBlink', ['salesblink'], `key-${mixed(64)}`, 'https://salesblink.io/'],
  ['salescookie', 'Sales Cookie', ['salescookie', 'sales cookie'], mixed(32), 'https://salescookie.com/'],
  ['skrapp', 'Skrapp', ['skrapp'], mixed(42), 'https://skrapp.io/'],
  ['streak', 'Streak', ['streak crm', 'streak api', 'streak'], hex(32), 'https://streak.readme.io/'],
  ['getemail', 'GetEmail.io', ['getemail'], mixed(20), 'https://getemail.io/'],
];

const talks: readonly AccountKey[] = [
  ['besnappy', 'BeSnappy', ['besnappy'], hex(64), 'https://besnappy.com/'],
  ['campayn', 'Campayn', ['campayn'], lower(64), 'https://campayn.com/'],
  ['chatfuel', 'Chatfuel', ['chatfuel'], mixed(128), 'https://docs.chatfuel.com/'],
  ['cliengo', 'Cliengo', ['cliengo'], uuid, 'https://www.cliengo.com/'],
  ['gist', 'Gist', ['getgist'], `${mixed(66)}==`, 'https://developers.getgist.com/'],
  [
    'mailmodo',
    'Mailmodo',
    ['mailmodo'],
    '[0-9A-Z]{7}-[0-9A-Z]{7}-[0-9A-Z]{7}-[0-9A-Z]{7}',
    'https://www.mailmodo.com/',
  ],
  ['nicereply', 'Nicereply', ['nicereply'], hex(40), 'https://www.nicereply.com/'],
  ['teletype', 'Teletype App', ['teletypeapp', 'teletype app'], `[0-9A-Za-z-]{64}`, 'https://teletype.app/'],
  [
    'apifonica',
    'Apifonica',
    ['apifonica'],
    '[0-9a-z]{8,11}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{12}',
    'https://docs.apifonica.com/',
  ],
  ['tyntec', 'tyntec', ['tyntec'], mixed(32), 'https://api.tyntec.com/reference/'],
  ['sherpadesk', 'SherpaDesk', ['sherpadesk'], lower(32), 'https://www.sherpadesk.com/'],
];

const asked: readonly AccountKey[] = [
  ['feedier', 'Feedier', ['feedier'], mixed(32), 'https://feedier.com/'],
  ['pollsapi', 'PollsAPI', ['pollsapi', 'polls api'], '[0-9A-Z]{28}', 'https://pollsapi.com/'],
  ['qualaroo', 'Qualaroo', ['qualaroo'], `[0-9A-Za-z=]{64}`, 'https://help.qualaroo.com/'],
  ['refiner', 'Refiner', ['refiner api', 'refiner io'], uuid, 'https://refiner.io/docs/'],
  ['surveybot', 'Surveybot', ['surveybot'], `[0-9A-Za-z-]{80}`, 'https://surveybot.io/'],
  [
    'surveysparrow',
    'SurveySparrow',
    ['surveysparrow', 'survey sparrow'],
    token(86, 88),
    'https://developers.surveysparrow.com/',
  ],
  ['survicate', 'Survicate', ['survicate'], lower(32), 'https://developers.survicate.com/'],
  ['userflow', 'Userflow', ['userflow'], '[0-9a-z_]{29}', 'https://docs.userflow.com/'],
];

/** Smaller services that know the customers of others: who they are, what they wrote, what they answered. */
export const relations: readonly SecretRule[] = [
  ...accountKeys('can read and change contacts, deals and what was written to them', sales),
  ...accountKeys('can read messages and their senders, and write in the name of the account', talks),
  ...accountKeys('can read what people answered, and who they are', asked),
];
