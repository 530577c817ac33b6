import { isText } from './answer.js';
import type { Framework } from './framework.js';

const common = '@nestjs/common';
const verbs = ['Get', 'Post', 'Put', 'Patch', 'Delete', 'All', 'Head', 'Options'];
/** Pipes after which a parameter is a number, a boolean, a UUID, a date or one of a list. */
const pipes = /Parse(?:Int|Float|Bool|UUID|Enum|Date|ObjectId|MongoId)\w*Pipe/;

/** NestJS: the parameters of controllers, resolvers and gateways, by their decorators. */
export const nest: Framework = {
  name: 'NestJS',
  roots: [
    common,
    '@nestjs/core',
    '@nestjs/graphql',
    '@nestjs/websockets',
    '@nestjs/microservices',
    '@nestjs/axios',
    '@nestjs/platform-express',
    'nest',
    'type-graphql',
    'routing-controllers',
    'tsoa',
  ],
  aliases: {
    '@nestjs/axios.HttpService()': 'axios',
    'axios.axiosRef': 'axios',
    [`${common}.HttpService()`]: 'axios',
  },
  sources: [
    { at: ['nest.Input()'], kind: 'request' },
    { at: ['nest.Message()'], kind: 'message' },
  ],
  parameters: [
    {
      decorator: [common, 'routing-controllers'].flatMap((module) => [`${module}.Req`, `${module}.Request`]),
      parameters: ['express.Request()'],
      doubt: 0,
    },
    {
      decorator: [common, 'routing-controllers'].flatMap((module) => [`${module}.Res`, `${module}.Response`]),
      parameters: ['express.Response()'],
      doubt: 0,
    },
    {
      decorator: [
        'Query',
        'Param',
        'Body',
        'Headers',
        'UploadedFile',
        'UploadedFiles',
        'RawBody',
        'HostParam',
      ].map((name) => `${common}.${name}`),
      unless: pipes,
      parameters: ['nest.Input()'],
      doubt: 0,
    },
    {
      decorator: [
        ...[
          'QueryParam',
          'QueryParams',
          'Param',
          'Params',
          'Body',
          'BodyParam',
          'HeaderParam',
          'CookieParam',
        ].map((name) => `routing-controllers.${name}`),
        ...['Path', 'Query', 'Queries', 'Body', 'BodyProp', 'Header', 'FormField'].map(
          (name) => `tsoa.${name}`,
        ),
        '@nestjs/graphql.Args',
        'type-graphql.Arg',
        'type-graphql.Args',
      ],
      unless: pipes,
      parameters: ['nest.Input()'],
      doubt: 0,
    },
    {
      decorator: ['@nestjs/websockets.MessageBody', '@nestjs/microservices.Payload'],
      unless: pipes,
      parameters: ['nest.Message()'],
      doubt: 0,
    },
    {
      decorated: verbs.map((verb) => `${common}.${verb}`),
      parameters: [],
      results: [{ kind: 'html', when: (value) => value.shape !== undefined && isText(value) }],
      doubt: 0,
    },
    {
      decorated: [`${common}.Redirect`],
      parameters: [],
      results: [{ kind: 'redirect', field: 'url' }],
      doubt: 0,
    },
  ],
};
