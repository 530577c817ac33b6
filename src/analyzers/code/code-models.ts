import { frameworks } from './frameworks/index.js';
import { compileModels } from './models.js';
import { createPrefilter } from './prefilter/prefilter.js';
import { codeRules } from './rules/index.js';

/** What the shipped frameworks and rules say. */
export const codeModels = compileModels(frameworks, codeRules);

/** Which texts they have anything to say about. */
export const codePrefilter = createPrefilter(frameworks, codeRules);
