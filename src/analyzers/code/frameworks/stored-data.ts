import type { Framework } from './framework.js';

const mongoose = '{find,findOne,findById,findOneAndUpdate,findByIdAndUpdate,aggregate,lean,exec}';

/** What databases and folders hold: much of it was written by users, names of files too. */
export const storedData: Framework = {
  name: 'Stored data',
  roots: ['stored'],
  sources: [
    {
      at: [
        'pg.Client().query()',
        'mysql.Connection().{query,execute}()',
        'mssql.Request().{query,batch,execute}()',
        'mssql.query()',
        'sqlite.Database().{get,all,each}()',
        'sqlite.Database().prepare().{get,all,iterate}()',
        'pg-promise.Database().{any,many,one,oneOrNone,manyOrNone,query}()',
        'sequelize().query()',
        'sequelize.Model.{findAll,findOne,findByPk,findAndCountAll}()',
        'typeorm.Manager().{find,findOne,findOneBy,findBy,findOneOrFail,query}()',
        'typeorm.Builder().{getOne,getMany,getRawOne,getRawMany}()',
        'mongodb.Collection().{find,findOne,aggregate}()',
        `mongoose.Model.${mongoose}()`,
        'stored.Rows()',
        '{fs,fs.promises}.{readdir,readdirSync}()',
        'fs.readdirAsync()',
      ],
      kind: 'stored',
    },
  ],
  callbacks: [
    {
      at: [
        'pg.Client().query',
        'mysql.Connection().{query,execute}',
        'sqlite.Database().{get,all,each}',
        'mongodb.Collection().{findOne}',
        `mongoose.Model.${mongoose}`,
        'fs.readdir',
      ],
      parameters: [undefined, 'stored.Rows()'],
    },
  ],
};
