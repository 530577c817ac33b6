import type { CallSite } from '../flow/call-site.js';
import type { Value } from '../flow/value.js';
import type { Framework } from './framework.js';
import { hasOpenPlace } from './mongodb.js';
import { isText, looksLikeSql } from './sql-text.js';

const raw =
  '{raw,whereRaw,orWhereRaw,andWhereRaw,havingRaw,orHavingRaw,orderByRaw,groupByRaw,joinRaw,fromRaw,selectRaw,distinctRaw}';

/** Query builders and mappers between objects and tables, where they take SQL as text. */
export const queryBuilders: Framework = {
  name: 'Query builders',
  roots: [
    'knex',
    'objection',
    'sequelize',
    'sequelize-typescript',
    'typeorm',
    '@nestjs/typeorm',
    '@prisma/client',
    'drizzle-orm',
    'kysely',
    'slonik',
    '@mikro-orm/core',
  ],
  aliases: {
    'knex.{knex,default}': 'knex',
    'knex()': 'knex.Knex()',
    'knex.Knex.Transaction()': 'knex.Knex()',
    'knex.Knex()()': 'knex.Builder()',
    'knex.Knex().transaction()': 'knex.Knex()',
    'sequelize.{Sequelize,default}()': 'sequelize()',
    'sequelize-typescript.Sequelize()': 'sequelize()',
    'sequelize.{Sequelize,default}': 'sequelize',
    'sequelize().{define,model}()': 'sequelize.Model',
    'typeorm.{getManager,getConnection,DataSource,EntityManager,createConnection,QueryRunner,Repository,getRepository,Connection}()':
      'typeorm.Manager()',
    'typeorm.Manager().{createQueryRunner,getRepository,connect,initialize}()': 'typeorm.Manager()',
    'typeorm.Manager().{manager,connection,dataSource}': 'typeorm.Manager()',
    'typeorm.{SelectQueryBuilder,createQueryBuilder}()': 'typeorm.Builder()',
    'typeorm.Manager().createQueryBuilder()': 'typeorm.Builder()',
    '@prisma/client.PrismaClient()': 'prisma.Client()',
    'prisma.Client().$extends()': 'prisma.Client()',
    'kysely.Kysely()': 'kysely.Kysely()',
  },
  fluent: ['knex.Builder()', 'knex.Knex()', 'typeorm.Builder()'],
  callbacks: [
    { at: ['knex.Knex().transaction'], parameters: ['knex.Knex()'] },
    {
      at: ['typeorm.Manager().transaction'],
      parameters: ['typeorm.Manager()'],
      byCount: { 2: [undefined, 'typeorm.Manager()'] },
    },
    { at: ['prisma.Client().$transaction'], parameters: ['prisma.Client()'] },
  ],
  sinks: [
    {
      at: [
        `knex.{Knex,Builder}().${raw}`,
        `knex.${raw}`,
        'objection.raw',
        // A global of the module's name is an instance that another script made.
        'sequelize.{literal,query}',
        'sequelize().{query,literal}',
        'typeorm.Manager().query',
        '@prisma/client.Prisma.raw',
        'prisma.Client().{$queryRawUnsafe,$executeRawUnsafe}',
        'drizzle-orm.sql.raw',
        'kysely.sql.{raw,lit,ref,table,id}',
        '@mikro-orm/core.raw',
      ],
      kind: 'sql',
      argument: 0,
      when: isText,
    },
    { at: ['sequelize().query'], kind: 'sql', argument: 0, field: 'query' },
    {
      at: [
        'typeorm.Builder().{where,andWhere,orWhere,having,andHaving,orHaving,orderBy,addOrderBy,groupBy,addGroupBy,select,addSelect,from,set}',
      ],
      kind: 'sql',
      argument: 0,
      when: isText,
    },
    {
      at: ['typeorm.Builder().{leftJoin,innerJoin,leftJoinAndSelect,innerJoinAndSelect}'],
      kind: 'sql',
      argument: 2,
      when: isText,
    },
  ],
  looseSinks: [
    { methods: ['$queryRaw', '$executeRaw'], kind: 'sql', argument: 0, when: looksLikeSql },
    {
      methods: [
        '$queryRawUnsafe',
        '$executeRawUnsafe',
        'whereRaw',
        'orWhereRaw',
        'orderByRaw',
        'havingRaw',
        'groupByRaw',
        'joinRaw',
        'fromRaw',
      ],
      kind: 'sql',
      argument: 0,
      when: isText,
    },
    {
      methods: ['create', 'insertMany', 'bulkCreate', 'build', 'upsert', 'insert'],
      receiver: /^[A-Z][a-z]\w*$|(?:model|repo|repository)$/i,
      kind: 'assignment',
      argument: 0,
    },
    {
      methods: ['findByIdAndUpdate', 'findOneAndUpdate', 'findByPk'],
      kind: 'assignment',
      argument: 1,
    },
    {
      methods: ['create', 'update', 'upsert'],
      kind: 'assignment',
      argument: 0,
      field: 'data',
    },
    { methods: ['literal'], receiver: /^sequelize$/i, kind: 'sql', argument: 0, when: isText },
    // In place of a text, Prisma takes an object with operators: `{ not: "" }` fits every row.
    {
      methods: ['findFirst', 'findFirstOrThrow', 'updateMany', 'deleteMany'],
      kind: 'nosql',
      argument: 0,
      field: 'where',
      when: isOfPrisma,
    },
  ],
  passes: [{ at: ['sequelize.{escape,escapeId}', 'sequelize().escape'], safeFor: ['sql'] }],
};

/** Operators of Prisma that refuse an object. */
const scalar =
  /^(?:equals|in|notIn|lte?|gte?|contains|search|startsWith|endsWith|has|hasEvery|hasSome|isEmpty|mode)$/;

function isOfPrisma({ unit, receiverNode }: CallSite, where: Value): boolean {
  return (
    receiverNode !== undefined &&
    /\bprisma\b/i.test(unit.text.slice(receiverNode.start, receiverNode.end)) &&
    hasOpenPlace(where, (name) => scalar.test(name), 4)
  );
}
