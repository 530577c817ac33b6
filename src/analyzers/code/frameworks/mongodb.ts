import type { CallSite } from '../flow/call-site.js';
import { kindsOf } from '../flow/kind.js';
import { receiverName } from '../flow/call-sinks.js';
import type { Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const filtering =
  '{find,findOne,findOneAndUpdate,findOneAndDelete,findOneAndReplace,findOneAndRemove,updateOne,updateMany,deleteOne,deleteMany,replaceOne,' +
  'count,countDocuments,exists,remove,update,where,aggregate,findAndModify,match}';

/** MongoDB's driver and the mappers over it. */
export const mongodb: Framework = {
  name: 'MongoDB',
  roots: [
    'mongodb',
    'mongoose',
    'monk',
    'mongojs',
    'mongoist',
    'express-mongo-sanitize',
    'mongo-sanitize',
    '@nestjs/mongoose',
  ],
  aliases: {
    'mongodb.MongoClient.connect()': 'mongodb.MongoClient()',
    'mongodb.MongoClient().connect()': 'mongodb.MongoClient()',
    'mongodb.MongoClient().db()': 'mongodb.Db()',
    'mongodb.MongoClient().collection()': 'mongodb.Collection()',
    'mongodb.Db().{collection,createCollection}()': 'mongodb.Collection()',
    'monk()': 'monk.Db()',
    'monk.Db().get()': 'mongodb.Collection()',
    '{mongojs,mongoist}().collection()': 'mongodb.Collection()',
    'mongoose.{default,Mongoose}': 'mongoose',
    'mongoose.{createConnection,connection}': 'mongoose.Connection()',
    'mongoose.createConnection()': 'mongoose.Connection()',
    'mongoose.model()': 'mongoose.Model',
    'mongoose.models': 'mongoose.Models()',
    'mongoose.Connection().model()': 'mongoose.Model',
    'mongoose.Connection().collection()': 'mongodb.Collection()',
    'mongoose.Connection().db': 'mongodb.Db()',
    'mongoose.Model.collection': 'mongodb.Collection()',
    'mongoose.Model.{find,findOne,findOneAndUpdate,findById,where,countDocuments,aggregate}()':
      'mongoose.Query()',
  },
  fluent: ['mongoose.Query()'],
  callbacks: [
    { at: ['mongodb.MongoClient.connect'], parameters: [undefined, 'mongodb.MongoClient()'] },
    { at: ['mongodb.MongoClient().connect'], parameters: [undefined, 'mongodb.MongoClient()'] },
  ],
  sinks: [
    {
      at: [`{mongodb.Collection(),mongoose.Model,mongoose.Query()}.${filtering}`],
      kind: 'nosql',
      argument: 0,
      when: takesOperators,
    },
    {
      at: ['{mongodb.Collection(),mongoose.Model}.distinct'],
      kind: 'nosql',
      argument: 1,
      when: takesOperators,
    },
    {
      at: [`{mongodb.Collection(),mongoose.Model,mongoose.Query()}.${filtering}`],
      kind: 'query-code',
      argument: 0,
      field: '$where',
    },
    { at: ['mongoose.Query().{and,or,nor}'], kind: 'nosql', argument: 0, when: takesOperators },
    { at: ['mongoose.Query().$where', 'mongoose.Model.$where'], kind: 'query-code', argument: 0 },
    { at: ['mongodb.Collection().mapReduce', 'mongodb.Db().eval'], kind: 'query-code' },
    {
      at: ['mongoose.Model', 'mongoose.Model.{create,insertMany}'],
      kind: 'assignment',
      argument: 0,
    },
    {
      at: [
        'mongoose.Model.{findByIdAndUpdate,findOneAndUpdate,updateOne,updateMany,update,replaceOne,findOneAndReplace}',
        'mongodb.Collection().{updateOne,updateMany,findOneAndUpdate,replaceOne}',
      ],
      kind: 'assignment',
      argument: 1,
    },
    {
      at: ['mongodb.Collection().{insertOne,insertMany,insert,save}'],
      kind: 'assignment',
      argument: 0,
    },
  ],
  looseSinks: [
    {
      methods: [
        'findOne',
        'findOneAndUpdate',
        'findOneAndDelete',
        'findOneAndReplace',
        'findOneAndRemove',
        'updateOne',
        'updateMany',
        'deleteOne',
        'deleteMany',
        'replaceOne',
        'countDocuments',
        'findAndModify',
      ],
      kind: 'nosql',
      argument: 0,
      when: takesOperators,
    },
    {
      methods: ['find', 'count', 'exists', 'remove', 'update', 'aggregate', 'where'],
      kind: 'nosql',
      argument: 0,
      when: (site, value) => isCollection(site) && takesOperators(site, value),
    },
    {
      methods: ['find', 'findOne', 'findOneAndUpdate', 'updateOne', 'updateMany', 'deleteMany', 'count'],
      kind: 'query-code',
      argument: 0,
      field: '$where',
      when: (site) => !isService(site),
    },
    { methods: ['$where'], kind: 'query-code', argument: 0 },
  ],
  passes: [
    {
      at: [
        'mongo-sanitize',
        'express-mongo-sanitize.sanitize',
        'mongoose.sanitizeFilter',
        'mongoose.Types.{ObjectId,ObjectId.createFromHexString}',
        'mongoose.mongo.ObjectId',
        'mongodb.{ObjectId,ObjectID}',
        'mongodb.{ObjectId,ObjectID}.createFromHexString',
        'monk.id',
      ],
      safeFor: ['nosql', 'query-code'],
    },
  ],
};

/** Models are written with a capital letter; `find` and `update` of anything else may be any. */
function isCollection(site: CallSite): boolean {
  const name = receiverName(site);
  return /^[A-Z][a-z]\w*$/.test(name) || /(?:collection|model)$/i.test(name);
}

/** A service has methods of its own that are called so. */
function isService(site: CallSite): boolean {
  return /(?:service|controller|manager|client|api)$/i.test(receiverName(site));
}

const logical = /^\$(?:and|or|nor|not|elemMatch|match|expr|facet)$/;
const bit = kindsOf('nosql');

/** Whether data stands where an object with operators in it would be read as such: not below `$eq` or `$in`. */
function takesOperators(site: CallSite, value: Value): boolean {
  if (isService(site) || value.call || value.fields?.has('where') === true) return false;
  return hasOpenPlace(value, (name) => name.startsWith('$') && !logical.test(name), 4);
}

/** Whether data that may be an object stands in a query outside the operators that take none. */
export function hasOpenPlace(value: Value, isClosed: (name: string) => boolean, depth: number): boolean {
  if (value.taints.some((taint) => (taint.cleared & bit) === 0)) return true;
  if (depth === 0) return false;
  for (const [name, field] of value.fields ?? [])
    if (!isClosed(name) && hasOpenPlace(field, isClosed, depth - 1)) return true;
  return false;
}
