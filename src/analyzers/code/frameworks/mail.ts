import type { Framework } from './framework.js';

const fields = ['html', 'text'] as const;
const mailers = [
  'nodemailer.createTransport().sendMail',
  '@sendgrid/mail.{send,sendMultiple}',
  'mailgun.js.client().messages.create',
  'resend.Resend().emails.send',
  'postmark.ServerClient().sendEmail',
];

/** Letters, whose links are followed by whoever gets them. */
export const mail: Framework = {
  name: 'Mail',
  roots: ['nodemailer', '@sendgrid/mail', 'mailgun.js', 'mailgun-js', 'resend', 'postmark'],
  aliases: {},
  sinks: fields.map((field) => ({ at: mailers, kind: 'mail' as const, argument: 0, field })),
  looseSinks: [
    {
      methods: [
        'sendMail',
        'sendEmail',
        'sendResetEmail',
        'sendPasswordResetEmail',
        'sendVerificationEmail',
        'sendPasswordReset',
        'sendResetPasswordEmail',
        'sendForgotPasswordEmail',
        'sendConfirmationEmail',
        'sendActivationEmail',
        'sendEmailVerification',
        'sendInvitation',
        'sendInvitationEmail',
        'sendInviteEmail',
        'sendMagicLink',
        'sendWelcomeEmail',
      ],
      kind: 'mail',
    },
  ],
};
