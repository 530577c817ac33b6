import { prefixedToken } from '../../prefixed-token.js';
import type { SecretRule } from '../../rule.js';
import { hex, lower, token, uuid } from '../../shape.js';

const posts = 'can post in the channel as the integration, for instance links that colleagues trust';

/** Addresses that post in a channel. */
export const webhooks: readonly SecretRule[] = [
  prefixedToken({
    id: 'discord-webhook',
    title: 'Discord webhook',
    severity: 'medium',
    opens: posts,
    rotate: 'delete the webhook in Discord under Server settings, Integrations.',
    reference: 'https://discord.com/developers/docs/resources/webhook',
    prefixes: ['discord.com/api/webhooks/', 'discordapp.com/api/webhooks/'],
    body: `[0-9]{17,20}/${token(60, 80)}`,
    variable: 'DISCORD_WEBHOOK_URL',
  }),
  prefixedToken({
    id: 'teams-webhook',
    title: 'Microsoft Teams incoming webhook',
    severity: 'medium',
    opens: posts,
    rotate: 'remove the webhook in Teams under the connectors of the channel.',
    reference:
      'https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
    prefixes: [
      'webhook.office.com/webhookb2/',
      'outlook.office.com/webhook/',
      'outlook.office365.com/webhook/',
    ],
    body: `${lower(8)}-(?:[0-9a-z]{4}-){3}${lower(12)}@${lower(8)}-(?:[0-9a-z]{4}-){3}${lower(12)}/IncomingWebhook/${lower(32)}/${lower(8)}-(?:[0-9a-z]{4}-){3}${lower(12)}`,
    variable: 'TEAMS_WEBHOOK_URL',
  }),
  prefixedToken({
    id: 'google-chat-webhook',
    title: 'Google Chat webhook',
    severity: 'medium',
    opens: posts,
    rotate: 'delete the webhook in Google Chat under Apps & integrations of the space.',
    reference: 'https://developers.google.com/workspace/chat/quickstart/webhooks',
    prefixes: ['chat.googleapis.com/v1/spaces/'],
    body: `${token(8, 16)}/messages[?]key=${token(39)}&token=${token(40, 60)}(?:%3D)?`,
    variable: 'GOOGLE_CHAT_WEBHOOK_URL',
  }),
  prefixedToken({
    id: 'lark-webhook',
    title: 'Webhook of a Lark or Feishu bot',
    severity: 'medium',
    opens: posts,
    rotate: 'remove the bot from the group and add a new one.',
    reference: 'https://open.larksuite.com/document/client-docs/bot-v3/add-custom-bot',
    prefixes: ['open.feishu.cn/open-apis/bot/v2/hook/', 'open.larksuite.com/open-apis/bot/v2/hook/'],
    body: uuid,
    variable: 'LARK_WEBHOOK_URL',
  }),
  prefixedToken({
    id: 'dingtalk-webhook',
    title: 'Webhook of a DingTalk robot',
    severity: 'medium',
    opens: posts,
    rotate: 'remove the robot from the group and add a new one.',
    reference: 'https://open.dingtalk.com/document/robots/custom-robot-access',
    prefixes: ['oapi.dingtalk.com/robot/send?access_token='],
    body: hex(64),
    variable: 'DINGTALK_WEBHOOK_URL',
  }),
  prefixedToken({
    id: 'wecom-webhook',
    title: 'Webhook of a WeCom bot',
    severity: 'medium',
    opens: posts,
    rotate: 'remove the bot from the group and add a new one.',
    reference: 'https://developer.work.weixin.qq.com/document/path/91770',
    prefixes: ['qyapi.weixin.qq.com/cgi-bin/webhook/send?key='],
    body: uuid,
    variable: 'WECOM_WEBHOOK_URL',
  }),
];
