import base from './jest.config.js';

/** What needs a real browser, at CHROMIUM or in the usual place: `npm run test:browser`. */
export default { ...base, testMatch: ['**/*.browser.ts'], maxWorkers: 1 };
