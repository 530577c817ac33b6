import { frameworks } from './frameworks/index.js';
import { compileModels } from './models.js';
import { codeRules } from './rules/index.js';

/** What the shipped frameworks and rules say. */
export const codeModels = compileModels(frameworks, codeRules);
