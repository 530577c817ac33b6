import { namedToken } from '../../named-token.js';
import { prefixedToken } from '../../prefixed-token.js';
import type { SecretRule } from '../../rule.js';
import { mixed, token } from '../../shape.js';

const oauth = 'https://developers.google.com/identity/protocols/oauth2/web-server';

/** Google Cloud and Google's APIs, beside API keys. */
export const google: readonly SecretRule[] = [
  prefixedToken({
    id: 'google-oauth-client-secret',
    title: 'Google OAuth client secret',
    severity: 'high',
    opens:
      'can take part in sign-ins in the name of the application, and use the refresh tokens that it was given',
    rotate: 'add a second secret to the client in the Google Cloud console, move over, then delete this one.',
    reference: 'https://support.google.com/cloud/answer/15549257',
    prefixes: ['GOCSPX-'],
    body: token(28),
  }),
  prefixedToken({
    id: 'google-oauth-access-token',
    title: 'Google OAuth access token',
    severity: 'medium',
    opens: 'can do for an hour at most what the person or service account behind the token allowed',
    rotate:
      'revoke the token with `https://oauth2.googleapis.com/revoke`, and find out how it came into a file.',
    reference: oauth,
    prefixes: ['ya29.'],
    body: token(60, 1100),
    variable: 'GOOGLE_ACCESS_TOKEN',
  }),
  prefixedToken({
    id: 'google-oauth-refresh-token',
    title: 'Google OAuth refresh token',
    severity: 'high',
    opens: 'who also learns the client secret can act lastingly for the person that allowed it',
    rotate: 'revoke the token with `https://oauth2.googleapis.com/revoke` and ask for consent anew.',
    reference: oauth,
    prefixes: ['1//0'],
    body: token(60, 220),
    variable: 'GOOGLE_REFRESH_TOKEN',
  }),
  prefixedToken({
    id: 'google-storage-hmac-key-id',
    title: 'Google Cloud Storage HMAC access id',
    severity: 'low',
    opens: 'learns the half of an HMAC key that names it',
    rotate:
      'deactivate and delete the key in Cloud Storage under Settings, Interoperability, where its secret leaked too.',
    reference: 'https://cloud.google.com/storage/docs/authentication/hmackeys',
    prefixes: ['GOOG1E'],
    body: '[0-9A-Z]{55}',
    variable: 'GCS_ACCESS_ID',
  }),
  namedToken({
    id: 'firebase-database-secret',
    title: 'Firebase database secret',
    severity: 'critical',
    opens: 'can read and change the whole Realtime Database, past its rules',
    rotate: 'delete the secret in the Firebase console under Service accounts, Database secrets.',
    reference: 'https://firebase.google.com/docs/database/rest/auth',
    names: ['firebase', 'firebaseio'],
    word: 'secret',
    value: mixed(40),
  }),
  prefixedToken({
    id: 'firebase-cloud-messaging-server-key',
    title: 'Firebase Cloud Messaging server key',
    severity: 'high',
    opens: 'can send push messages to the users of the app',
    rotate: 'delete the server key in the Firebase console under Cloud Messaging, and use the HTTP v1 API.',
    reference: 'https://firebase.google.com/docs/cloud-messaging/migrate-v1',
    prefixes: ['AAAA'],
    body: `${token(7)}:APA91b${token(134)}`,
    variable: 'FCM_SERVER_KEY',
  }),
];
