import type { CallSite } from '../flow/call-site.js';
import { hole, type Value } from '../flow/value.js';
import type { Framework } from './framework.js';

/** Drivers and query builders that take SQL as text. */
export const sqlDrivers: Framework = {
  name: 'SQL drivers',
  roots: [
    'pg',
    'pg-promise',
    'mysql',
    'mysql2',
    'mysql2/promise',
    'mariadb',
    'mssql',
    'sqlite3',
    'sqlite',
    'better-sqlite3',
    'tedious',
    'oracledb',
    'knex',
    'sequelize',
    'typeorm',
    '@prisma/client',
    'drizzle-orm',
    'slonik',
    'postgres',
    '@databases/pg',
    'sql-template-strings',
    'sqlstring',
  ],
  aliases: {
    'mysql2/promise': 'mysql2',
    'pg.{Pool,Client}()': 'pg.Client()',
    'pg.PoolClient()': 'pg.Client()',
    'pg.Client().connect()': 'pg.Client()',
    'pg-promise()()': 'pg-promise.Database()',
    '{mysql,mysql2,mariadb}.{createConnection,createPool}()': 'mysql.Connection()',
    '{mysql,mysql2,mariadb}.{Connection,Pool,PoolConnection}()': 'mysql.Connection()',
    'mysql.Connection().{getConnection,promise}()': 'mysql.Connection()',
    'sqlite3.verbose()': 'sqlite3',
    'sqlite3.Database()': 'sqlite.Database()',
    'sqlite.open()': 'sqlite.Database()',
    'better-sqlite3()': 'sqlite.Database()',
    'mssql.{Request,ConnectionPool,connect}()': 'mssql.Request()',
    'mssql.Request().{request,connect}()': 'mssql.Request()',
    'knex()': 'knex.Knex()',
    'knex.Knex()()': 'knex.Builder()',
    'sequelize.Sequelize()': 'sequelize()',
    'typeorm.{getManager,getConnection,DataSource,EntityManager,createConnection,QueryRunner,Repository,getRepository}()':
      'typeorm.Manager()',
    'typeorm.Manager().{createQueryRunner,getRepository}()': 'typeorm.Manager()',
    'typeorm.Manager().{manager,connection}': 'typeorm.Manager()',
    'typeorm.Manager().createQueryBuilder()': 'typeorm.Builder()',
    'typeorm.SelectQueryBuilder()': 'typeorm.Builder()',
    '@prisma/client.PrismaClient()': 'prisma.Client()',
  },
  fluent: ['knex.Builder()', 'knex.Knex()', 'typeorm.Builder()'],
  sinks: [
    {
      at: [
        'pg.Client().query',
        'mysql.Connection().{query,execute}',
        'mssql.Request().{query,batch}',
        'mssql.query',
        'sequelize().query',
        'typeorm.Manager().query',
      ],
      kind: 'sql',
      argument: 0,
    },
    {
      at: ['{pg.Client().query,mysql.Connection().query,mysql.Connection().execute}'],
      kind: 'sql',
      argument: 0,
      field: 'text',
    },
    { at: ['mysql.Connection().{query,execute}'], kind: 'sql', argument: 0, field: 'sql' },
    {
      at: [
        'sqlite.Database().{run,get,all,each,exec,prepare}',
        'pg-promise.Database().{any,many,one,none,oneOrNone,manyOrNone,query,result,multi}',
      ],
      kind: 'sql',
      argument: 0,
    },
    {
      at: [
        'knex.{Knex,Builder}().{raw,whereRaw,orWhereRaw,havingRaw,orderByRaw,groupByRaw,joinRaw,fromRaw,selectRaw}',
        'sequelize.{literal,Sequelize.literal}',
        'sequelize().literal',
      ],
      kind: 'sql',
      argument: 0,
    },
    {
      at: [
        'typeorm.Builder().{where,andWhere,orWhere,having,orderBy,addOrderBy,groupBy,select,addSelect,leftJoin,innerJoin}',
      ],
      kind: 'sql',
      argument: 0,
      when: isText,
    },
    {
      at: ['prisma.Client().{$queryRawUnsafe,$executeRawUnsafe}', '@prisma/client.Prisma.raw'],
      kind: 'sql',
      argument: 0,
    },
  ],
  looseSinks: [
    {
      methods: [
        'query',
        'execute',
        'raw',
        'exec',
        'run',
        'all',
        'get',
        'each',
        'prepare',
        'any',
        'one',
        'none',
        'many',
        'oneOrNone',
        'queryAsync',
        'executeQuery',
        'runQuery',
        '$queryRaw',
        '$executeRaw',
      ],
      kind: 'sql',
      argument: 0,
      when: looksLikeSql,
    },
    {
      methods: ['$queryRawUnsafe', '$executeRawUnsafe', 'whereRaw', 'orderByRaw', 'havingRaw', 'joinRaw'],
      kind: 'sql',
      argument: 0,
    },
    {
      methods: ['query', 'execute'],
      receiver:
        /^(?:db|database|conn|connection|pool|pg|mysql|sequelize|knex|sql|pgClient|dbClient|queryRunner|entityManager)$/i,
      kind: 'sql',
      argument: 0,
      when: isText,
    },
  ],
  passes: [
    {
      at: [
        '{mysql,mysql2,sqlstring}.{escape,escapeId,format}',
        'mysql.Connection().{escape,escapeId,format}',
        'pg.{escapeLiteral,escapeIdentifier}',
        'pg.Client().{escapeLiteral,escapeIdentifier}',
      ],
      safeFor: ['sql'],
    },
  ],
};

/** A tagged template comes as an object, and its values as parameters. */
function isText(site: CallSite, value: Value): boolean {
  return !value.closed && !site.callee.parent?.has('template_string');
}

const statement =
  /\b(?:select\b[^;]{0,400}\bfrom|insert\s+into|update\s+\S{1,80}\s+set|delete\s+from|drop\s+table|alter\s+table|create\s+table|truncate\s+table|call\s+\w+\s*\(|where\s+\S{1,60}\s*(?:=|<|>|like|in)|order\s+by|union\s+select|exec\s+\w+)\b/i;

/** Text that is put together around the words of an SQL statement. */
function looksLikeSql(site: CallSite, value: Value): boolean {
  return (
    isText(site, value) && value.shape !== undefined && statement.test(value.shape.replaceAll(hole, 'x '))
  );
}
