import type { Framework } from './framework.js';

/** Libraries that unpack archives and hand over the names of the entries as they are written there. */
export const archives: Framework = {
  name: 'Archives',
  roots: [
    'unzip',
    'unzipper',
    'unzip-stream',
    'node-unzip-2',
    'adm-zip',
    'tar-stream',
    'tar',
    'decompress',
    'node-7z',
    'jszip',
    'yauzl',
  ],
  aliases: {
    '{unzip,unzip-stream,node-unzip-2}': 'unzipper',
    'unzipper.{Parse,ParseOne}()': 'unzipper.Parse()',
    'unzipper.Open.{file,url,buffer,s3}()': 'unzipper.Directory()',
    'unzipper.Directory().files[]': 'unzipper.Entry()',
    'unzipper.Parse()[]': 'unzipper.Entry()',
    'adm-zip()': 'adm-zip.Zip()',
    'adm-zip.Zip().getEntries()[]': 'adm-zip.Entry()',
    'adm-zip.Zip().getEntry()': 'adm-zip.Entry()',
    'tar.{Parse,Parser}()': 'tar.Parse()',
    'decompress()[]': 'decompress.File()',
  },
  fluent: ['unzipper.Parse()', 'tar-stream.extract()', 'tar.Parse()'],
  members: { entryName: 'adm-zip.Entry().entryName' },
  sources: [
    {
      at: [
        'unzipper.Entry().{path,props,name,linkpath}',
        'adm-zip.Entry().{entryName,rawEntryName}',
        'tar-stream.Header().{name,linkname}',
        'tar.Entry().{path,linkpath,header}',
        'decompress.File().{path,linkname}',
      ],
      kind: 'archive',
    },
  ],
  parameters: [
    {
      names: [/^(?:zip_?|tar_?)?(?:entry|header)$/i],
      argumentOf: /\.(?:on|once|addListener)$/,
      mentions: /unzip|\btar\b|archive|decompress|inflate|\bfstream\b/i,
      // It refuses names that lead upwards.
      lacks: /\byauzl\b/i,
      parameters: ['unzipper.Entry()'],
      doubt: 1,
      hint: /['"]entry['"]/,
    },
  ],
  callbacks: [
    { at: ['unzipper.Parse().{on,once}'], parameters: ['unzipper.Entry()'] },
    { at: ['tar-stream.extract().{on,once}'], parameters: ['tar-stream.Header()'] },
    { at: ['tar.Parse().{on,once}'], parameters: ['tar.Entry()'] },
    { at: ['adm-zip.Zip().forEach'], parameters: ['adm-zip.Entry()'] },
  ],
};
