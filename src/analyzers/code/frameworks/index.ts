import { angular } from './angular.js';
import { archives } from './archives.js';
import { authentication } from './authentication.js';
import { awsCdk } from './aws-cdk.js';
import { awsLambda } from './aws-lambda.js';
import { browser } from './browser.js';
import { electron } from './electron.js';
import { evaluation } from './evaluation.js';
import { express } from './express.js';
import { fastify } from './fastify.js';
import { fetchHandlers } from './fetch-handlers.js';
import { files } from './files.js';
import type { Framework } from './framework.js';
import { graphql } from './graphql.js';
import { hapi } from './hapi.js';
import { headlessBrowsers } from './headless-browsers.js';
import { hono } from './hono.js';
import { htmlSanitizers } from './html-sanitizers.js';
import { httpClients } from './http-clients.js';
import { httpServer } from './http-server.js';
import { jquery } from './jquery.js';
import { koa } from './koa.js';
import { language } from './language.js';
import { loggers } from './loggers.js';
import { mail } from './mail.js';
import { mongodb } from './mongodb.js';
import { navigation } from './navigation.js';
import { nest } from './nest.js';
import { node } from './node.js';
import { objects } from './objects.js';
import { processes } from './processes.js';
import { queryBuilders } from './query-builders.js';
import { react } from './react.js';
import { sanitizers } from './sanitizers.js';
import { schemas } from './schemas.js';
import { serialization } from './serialization.js';
import { sockets } from './sockets.js';
import { sqlDrivers } from './sql-drivers.js';
import { storedData } from './stored-data.js';
import { stores } from './stores.js';
import { templates } from './templates.js';
import { uploads } from './uploads.js';
import { vue } from './vue.js';
import { xml } from './xml.js';

export const frameworks: readonly Framework[] = [
  language,
  node,
  authentication,
  files,
  processes,
  browser,
  jquery,
  react,
  vue,
  angular,
  electron,
  htmlSanitizers,
  sanitizers,
  // What parameters are, is read off their names by the first framework whose names fit.
  fetchHandlers,
  nest,
  awsCdk,
  awsLambda,
  graphql,
  sockets,
  hapi,
  fastify,
  koa,
  hono,
  express,
  httpServer,
  httpClients,
  headlessBrowsers,
  templates,
  evaluation,
  navigation,
  mail,
  sqlDrivers,
  storedData,
  queryBuilders,
  mongodb,
  stores,
  objects,
  archives,
  uploads,
  xml,
  schemas,
  serialization,
  loggers,
];
