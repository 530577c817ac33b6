import { namedToken } from '../../named-token.js';
import { isPlausible } from '../../plausible.js';
import { prefixedToken } from '../../prefixed-token.js';
import type { SecretRule } from '../../rule.js';
import { base64, lower } from '../../shape.js';

/** What a Bedrock key holds first, in base 64: the name of its user. */
const bedrockUser = Buffer.from('BedrockAPIKey').toString('base64').slice(0, 17);
/** What a short-lived Bedrock key is: a signed address of this host, in base 64. */
const bedrockHost = Buffer.from('bedrock.amazonaws.com').toString('base64');

const rotateBedrock = 'deactivate or delete the key in IAM under the security credentials of its user.';

/** Amazon Web Services, beside access keys. */
export const amazon: readonly SecretRule[] = [
  prefixedToken({
    id: 'aws-bedrock-api-key',
    title: 'Amazon Bedrock API key',
    severity: 'high',
    opens: 'can use the models of Amazon Bedrock at the cost of the AWS account',
    rotate: rotateBedrock,
    reference: 'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html',
    prefixes: [`ABSK${bedrockUser}`],
    body: `${base64(80, 270)}={0,2}`,
    variable: 'AWS_BEARER_TOKEN_BEDROCK',
  }),
  prefixedToken({
    id: 'aws-bedrock-short-term-api-key',
    title: 'Short-term Amazon Bedrock API key',
    severity: 'medium',
    opens:
      'can use the models of Amazon Bedrock until the key expires, twelve hours after it was made at most',
    rotate: 'end the session of the IAM identity that made the key, and find out how it came into a file.',
    reference: 'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html',
    prefixes: [`bedrock-api-key-${bedrockHost}`],
    body: `${base64(60, 2000)}={0,2}`,
    variable: 'AWS_BEARER_TOKEN_BEDROCK',
  }),
  namedToken({
    id: 'aws-session-token',
    title: 'AWS session token',
    severity: 'medium',
    opens: 'can use the temporary credentials that it completes, until they expire',
    rotate: 'revoke the active sessions of the role in IAM, and find out how the token came into a file.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html',
    names: ['aws session', 'aws security'],
    word: 'token',
    value: `${base64(100, 1800)}={0,2}`,
    // A run of slashes stands in each of them.
    entropy: 0,
    judge: ({ value }) => (isPlausible(value.replace(/\/{8,}/, ''), 4) ? {} : undefined),
  }),
  prefixedToken({
    id: 'aws-appsync-api-key',
    title: 'AWS AppSync API key',
    severity: 'medium',
    opens: 'can send the queries and mutations of the GraphQL API that need no more than the key',
    rotate: 'delete the key in the AppSync console under Settings and create a new one.',
    reference: 'https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html',
    prefixes: ['da2-'],
    body: lower(26),
  }),
  namedToken({
    id: 'aws-ses-smtp-password',
    title: 'Amazon SES SMTP password',
    severity: 'high',
    opens: 'can send mail in the name of the verified domains',
    rotate: 'delete the access key of the SMTP user in IAM and create new SMTP credentials.',
    reference: 'https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html',
    names: ['ses smtp', 'aws smtp'],
    word: 'password',
    value: `B${base64(43)}`,
  }),
];
