import type { CallSite } from '../flow/call-site.js';
import { hole, type Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const dynamoOperations =
  '{query,scan,get,put,update,delete,batchGet,batchWrite,transactGet,transactWrite,getItem,putItem,updateItem,deleteItem}';
const dynamoCommands =
  '{QueryCommand,ScanCommand,GetCommand,PutCommand,UpdateCommand,DeleteCommand,GetItemCommand,PutItemCommand,UpdateItemCommand,DeleteItemCommand,ExecuteStatementCommand}';

/** Databases with query languages of their own, directories, and caches that run scripts. */
export const stores: Framework = {
  name: 'Stores',
  roots: [
    'redis',
    'ioredis',
    '@elastic/elasticsearch',
    'elasticsearch',
    '@opensearch-project/opensearch',
    'aws-sdk',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/lib-dynamodb',
    'neo4j-driver',
    'arangojs',
    'nano',
    'gremlin',
    'influx',
    'ldapjs',
    'ldapts',
    'ldap-escape',
    'ldap-filters',
  ],
  aliases: {
    'redis.createClient()': 'redis.Client()',
    'redis.Client().{duplicate,connect,multi}()': 'redis.Client()',
    'ioredis()': 'redis.Client()',
    'ioredis.{Redis,Cluster,default}()': 'redis.Client()',
    'elasticsearch.Client()': '@elastic/elasticsearch.Client()',
    '@opensearch-project/opensearch.Client()': '@elastic/elasticsearch.Client()',
    'aws-sdk.default': 'aws-sdk',
    'aws-sdk.DynamoDB.DocumentClient()': 'aws-sdk.DynamoDB()',
    'aws-sdk/clients/dynamodb': 'aws-sdk.DynamoDB',
    'aws-sdk.DynamoDB().{query,scan,get,put,update,delete}()': 'aws-sdk.Request()',
    'neo4j-driver.default': 'neo4j-driver',
    'neo4j-driver.driver()': 'neo4j-driver.Driver()',
    'neo4j-driver.Driver().{session,rxSession}()': 'neo4j-driver.Session()',
    'neo4j-driver.Session().beginTransaction()': 'neo4j-driver.Session()',
    'ldapjs.createClient()': 'ldapjs.Client()',
    'ldapts.Client()': 'ldapjs.Client()',
    'arangojs.Database()': 'arangojs.Database()',
    'nano()': 'nano.Server()',
    'nano.Server().{use,db.use}()': 'nano.Database()',
  },
  callbacks: [
    {
      at: ['neo4j-driver.Session().{executeRead,executeWrite,readTransaction,writeTransaction}'],
      parameters: ['neo4j-driver.Session()'],
    },
  ],
  sinks: [
    { at: ['redis.Client().{eval,EVAL,script,scriptLoad}'], kind: 'query-code', argument: 0 },
    {
      at: [
        '@elastic/elasticsearch.Client().{search,count,deleteByQuery,updateByQuery,msearch,searchTemplate}',
      ],
      kind: 'nosql',
      argument: 0,
      when: isWhole,
    },
    {
      at: ['@elastic/elasticsearch.Client().{search,count,deleteByQuery,updateByQuery}'],
      kind: 'nosql',
      argument: 0,
      field: 'body',
      when: isWhole,
    },
    {
      at: ['@elastic/elasticsearch.Client().{search,count,deleteByQuery,updateByQuery}'],
      kind: 'nosql',
      argument: 0,
      field: 'query',
      when: isWhole,
    },
    { at: [`aws-sdk.DynamoDB().${dynamoOperations}`], kind: 'nosql', argument: 0, when: isWhole },
    {
      at: [`{@aws-sdk/client-dynamodb,@aws-sdk/lib-dynamodb}.${dynamoCommands}`],
      kind: 'nosql',
      argument: 0,
      when: isWhole,
    },
    { at: ['nano.Database().find'], kind: 'nosql', argument: 0 },
    {
      at: ['aws-sdk.DynamoDB().executeStatement', '@aws-sdk/client-dynamodb.ExecuteStatementCommand'],
      kind: 'query-code',
      argument: 0,
      field: 'Statement',
    },
    {
      at: [
        'aws-sdk.DynamoDB().batchExecuteStatement',
        '@aws-sdk/client-dynamodb.BatchExecuteStatementCommand',
      ],
      kind: 'query-code',
      argument: 0,
      field: 'Statements',
    },
    { at: ['neo4j-driver.Session().run', 'arangojs.Database().query'], kind: 'query-code', argument: 0 },
    { at: ['gremlin.driver.Client().submit', 'influx.InfluxDB().query'], kind: 'query-code', argument: 0 },
    { at: ['ldapjs.Client().{search,bind,modify,modifyDN,add,del,compare}'], kind: 'ldap', argument: 0 },
    { at: ['ldapjs.Client().search'], kind: 'ldap', argument: 1, field: 'filter' },
    { at: ['ldapjs.parseFilter'], kind: 'ldap', argument: 0 },
  ],
  looseSinks: [
    { methods: ['run', 'query', 'executeQuery'], kind: 'query-code', argument: 0, when: looksLikeCypher },
    { methods: ['search'], kind: 'ldap', argument: 1, field: 'filter', when: looksLikeFilter },
    { methods: ['search', 'authenticate', 'findUser', 'findOne'], kind: 'ldap', when: looksLikeFilter },
  ],
  passes: [
    { at: ['ldap-escape.{filter,dn}', 'ldap-filters.escape', 'ldapjs.escape'], safeFor: ['ldap'] },
    { at: ['ldapts.{EqualityFilter,SubstringFilter,PresenceFilter}'], arguments: [] },
    {
      at: [
        'ldapjs.{EqualityFilter,SubstringFilter,PresenceFilter,GreaterThanEqualsFilter,LessThanEqualsFilter}',
      ],
      arguments: [],
    },
  ],
};

/** The parameters as a whole come from outside, so that their sender chooses table, keys and conditions. */
function isWhole(_site: CallSite, value: Value): boolean {
  return value.taints.length > 0;
}

const cypher =
  /\b(?:match|merge|create|optional\s+match|unwind|detach\s+delete)\s*\(|\bfor\s+\w+\s+in\s+\w+\s+(?:filter|return)\b/i;

function looksLikeCypher(_site: CallSite, value: Value): boolean {
  return value.shape?.includes(hole) === true && cypher.test(value.shape);
}

const filter = /\([\w.;-]+(?:=|~=|>=|<=)\*?\0/;

/** Text as `(uid=…)` with data in it. */
function looksLikeFilter(_site: CallSite, value: Value): boolean {
  return value.shape !== undefined && filter.test(value.shape);
}
