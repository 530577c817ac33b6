import { follow, textOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { templateFile } from '../resources/examples.js';
import { weaknesses } from '../resources/setting.js';

const server = (authentication: string): ReturnType<typeof templateFile> =>
  templateFile(`Resources:
  Server:
    Type: AWS::EC2::Instance
    Metadata:
      AWS::CloudFormation::Authentication:
        Files:
          ${authentication.replaceAll('\n', '\n          ')}
    Properties:
      ImageId: ami-1`);

const parameter = (name: string, setting: string): ReturnType<typeof templateFile> =>
  templateFile(`Parameters:
  ${name}:
    Type: String
    ${setting}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      KmsMasterKeyId: alias/aws/sns`);

export const awsMetadataRules: readonly ResourceRule[] = [
  {
    id: 'aws-metadata-credential',
    title: 'Credential in the metadata of a template',
    severity: 'medium',
    confidence: 'high',
    ...weaknesses.credential,
    cwe: [522],
    asvs: [],
    languages: ['cloudformation'],
    description: `CloudFormation shows the metadata of a resource, references filled in, to everybody who may describe the stack and to every program on the machine. A key or password that stands there is told to all of them, also one that comes from a parameter with \`NoEcho\`.`,
    remediation:
      'Use `roleName` with the role of the machine for S3, and fetch passwords from Secrets Manager on the machine.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-metadata.html',
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-authentication.html',
    ],
    examples: {
      bad: [
        server('type: basic\nusername: deploy\npassword: !Ref Password ◄'),
        server('type: S3\naccessKeyId: !Ref Keys\nsecretKey: !GetAtt Keys.SecretAccessKey ◄'),
      ],
      good: [server('type: S3\nroleName: !Ref Role\nbuckets: [shop]'), server("type: basic\npassword: ''")],
    },
    resources: [
      'AWS::EC2::Instance',
      'AWS::EC2::LaunchTemplate',
      'AWS::AutoScaling::LaunchConfiguration',
      'AWS::AutoScaling::AutoScalingGroup',
    ],
    *check({ metadata, name, address }) {
      const logins = metadata?.get('AWS::CloudFormation::Authentication');
      for (const login of logins?.names?.() ?? [])
        for (const field of ['password', 'secretKey'])
          for (const { item } of logins ? follow(logins, `${login}.${field}`, true) : [])
            if (item && textOf(item) !== '')
              yield {
                message: `Whoever may describe \`${name}\` reads the ${field === 'password' ? 'password' : 'key'} of \`${login}\`.`,
                span: item.span,
                scope: address,
                anchor: `${login} ${field}`,
              };
    },
  },
  {
    id: 'aws-parameter-password-default',
    title: 'Parameter of a template with a password as its default',
    severity: 'high',
    confidence: 'medium',
    ...weaknesses.credential,
    asvs: [],
    languages: ['cloudformation'],
    description: `Whoever reads the repository reads the password, and every stack that is made without a thought has the same one.`,
    remediation:
      'Remove the default, and take the password from Secrets Manager by a dynamic reference, or let `GenerateSecretString` make it.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html',
    ],
    examples: {
      bad: [
        parameter('AdminPassword', 'Default: Tr4vel-light ◄'),
        parameter('DbPassphrase', 'Default: changeme-9 ◄'),
      ],
      good: [
        parameter('AdminPassword', 'NoEcho: true'),
        parameter('AdminPassword', "Default: ''"),
        parameter('AdminPassword', "Default: '{{resolve:secretsmanager:shop:SecretString:password}}'"),
        parameter('AdminPasswordName', 'Default: shop-admin'),
      ],
    },
    resources: ['AWS::CloudFormation::Parameter'],
    *check({ settings, name, address }) {
      const preset = settings.get('Default');
      const text = textOf(preset) ?? '';
      // A path or an address names where the password is kept.
      if (/^(?:true|false|yes|no|\d{1,3})$/i.test(text)) return;
      if (!preset || !/(?:password|passwd|passphrase)$/i.test(name) || !/^(?!arn:|\/|\{\{)\S{4,}$/.test(text))
        return;
      if ((textOf(settings.get('Type')) ?? 'String') !== 'String') return;
      yield {
        message: `\`${name}\` is a password that stands in the template.`,
        span: preset.span,
        scope: address,
      };
    },
  },
];
