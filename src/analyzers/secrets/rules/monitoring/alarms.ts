import { namedToken } from '../../named-token.js';
import { prefixedToken } from '../../prefixed-token.js';
import type { SecretRule } from '../../rule.js';
import { hex, uuid } from '../../shape.js';

/** Who is called when something breaks, and what watches whether it does. */
export const alarms: readonly SecretRule[] = [
  namedToken({
    id: 'pagerduty-token',
    title: 'PagerDuty API token or integration key',
    severity: 'high',
    opens: 'can read and change services and on-call plans, or raise alarms with an integration key',
    rotate: 'delete the key in PagerDuty under Integrations, API access keys, or under the service.',
    reference: 'https://support.pagerduty.com/main/docs/api-access-keys',
    names: ['pagerduty', 'pager duty'],
    word: 'api token',
    value: `[0-9A-Za-z_+-]{20}|${hex(32)}`,
  }),
  namedToken({
    id: 'opsgenie-api-key',
    title: 'Opsgenie API key',
    severity: 'high',
    opens: 'can read alerts and on-call plans, and raise and close alarms',
    rotate: 'delete the key in Opsgenie under Settings, API key management.',
    reference: 'https://support.atlassian.com/opsgenie/docs/api-key-management/',
    names: ['opsgenie'],
    word: 'api key',
    value: uuid,
  }),
  prefixedToken({
    id: 'firehydrant-token',
    title: 'FireHydrant API token',
    severity: 'high',
    opens: 'can read and change incidents',
    rotate: 'delete the token in FireHydrant under Settings, API keys.',
    reference: 'https://docs.firehydrant.com/docs/api-keys',
    prefixes: ['fhb-'],
    body: hex(32),
  }),
  namedToken({
    id: 'uptimerobot-api-key',
    title: 'UptimeRobot API key',
    severity: 'medium',
    opens: 'can read monitors, and change them with a main key',
    rotate: 'regenerate the key in UptimeRobot under Integrations & API.',
    reference: 'https://uptimerobot.com/api/',
    names: ['uptimerobot', 'uptime robot'],
    word: 'api key',
    value: `(?:ur|u|m)[0-9]{6,9}-${hex(24)}`,
  }),
  namedToken({
    id: 'cronitor-api-key',
    title: 'Cronitor API key',
    severity: 'medium',
    opens: 'can read and change monitors',
    rotate: 'delete the key in Cronitor under Settings, API keys.',
    reference: 'https://cronitor.io/docs/api-keys',
    names: ['cronitor'],
    word: 'api key',
    value: hex(32),
  }),
];
