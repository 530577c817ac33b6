import type { Framework } from './framework.js';

/** Libraries that take files apart that a browser sends. */
export const uploads: Framework = {
  name: 'Uploads',
  roots: ['multer', 'formidable', 'busboy', 'multiparty', 'express-fileupload', 'connect-busboy'],
  aliases: {
    'formidable.{formidable,IncomingForm,Formidable,default}()': 'formidable.Form()',
    'formidable()': 'formidable.Form()',
    'multiparty.Form()': 'formidable.Form()',
    'busboy()': 'busboy.Busboy()',
  },
  sources: [
    {
      at: [
        'formidable.Files()',
        'formidable.Fields()',
        'busboy.Info().{filename,name}',
        'busboy.Text()',
        'multer.File().{originalname,fieldname,mimetype}',
      ],
      kind: 'request',
    },
  ],
  // Where the server itself has put the file.
  harmless: ['formidable.Files().**.{filepath,newFilename}'],
  passes: [{ at: ['multer.diskStorage'], same: true }],
  callbacks: [
    { at: ['formidable.Form().parse'], parameters: [undefined, 'formidable.Fields()', 'formidable.Files()'] },
    {
      at: ['busboy.Busboy().on'],
      parameters: ['busboy.Text()', undefined, 'busboy.Info()'],
    },
  ],
};
