import type { Format } from '../rule.js';
import {
  actionsRules,
  composeRules,
  dockerRules,
  envRules,
  kubernetesRules,
  nginxRules,
  openApiRules,
  packageRules,
  resourceRules,
  serverlessRules,
  terraformRules,
  webRules,
} from '../rules/index.js';
import { publicResourceRules } from '../rules/public-resources.js';
import { actions } from './actions.js';
import { cloudFormation } from './cloudformation.js';
import { compose } from './compose.js';
import { docker } from './docker.js';
import { env } from './env.js';
import { kubernetes } from './kubernetes.js';
import { netlify } from './netlify.js';
import { nextConfig } from './next-config.js';
import { nginx } from './nginx.js';
import { openApi } from './openapi.js';
import { packageJson } from './package-json.js';
import type { Parsers } from './parsers.js';
import { serverless } from './serverless.js';
import { terraformPlan } from './terraform-plan.js';
import { terraform } from './terraform.js';
import { vercel } from './vercel.js';

/** The kinds of files, with their rules. */
export function formatsOf(parsers: Parsers): readonly Format[] {
  return [
    terraform(parsers, terraformRules, resourceRules),
    kubernetes(parsers, kubernetesRules),
    terraformPlan(parsers, resourceRules),
    cloudFormation(parsers, resourceRules),
    docker(parsers, dockerRules),
    compose(parsers, composeRules),
    actions(parsers, actionsRules),
    env(envRules),
    nginx(nginxRules),
    openApi(parsers, openApiRules),
    packageJson(parsers, packageRules),
    serverless(parsers, serverlessRules),
    nextConfig(parsers, webRules),
    vercel(parsers, webRules),
    netlify(parsers, webRules),
  ];
}

/** Those whose resources can be ways in, with the rules that find them. */
export function publicFormatsOf(parsers: Parsers): readonly Format[] {
  return [
    terraform(parsers, [], publicResourceRules),
    cloudFormation(parsers, publicResourceRules),
    kubernetes(parsers, publicResourceRules),
  ];
}
