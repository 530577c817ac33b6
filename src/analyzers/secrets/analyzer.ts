import { availableParallelism } from 'node:os';
import type { Analyzer, FileText } from '../../model/analyzer.js';
import { compiledModule, createPool, isLimit, type PoolLimits } from '../syntax/pool.js';
import { credentialFile, judgeFile } from './files.js';
import type { SecretsInspection } from './inspect.js';
import { secretRules } from './rules/index.js';

/** Formats that hold no text; the source tells other binary files by their content. */
const binary =
  /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp[34]|webm|zip|gz|br|zst|wasm|jar|class|so|dll|exe)$/i;

/** The longest text that is looked at, 32 million characters, takes some seconds. */
const defaultLimits: PoolLimits = { timeLimit: 20_000, patience: 60_000, shortTimeLimit: 2_000 };

/** Looks for credentials in every text file, in workers that are ended when one takes too long or too much memory. */
export function createSecretsAnalyzer(limits: Partial<PoolLimits> = {}): Analyzer {
  const pool = createPool<FileText, SecretsInspection>({
    url: compiledModule('./worker.js', import.meta.url),
    size: Math.min(4, availableParallelism()),
    ...defaultLimits,
    ...limits,
  });
  return {
    name: 'secrets',
    rules: [...secretRules, credentialFile],
    readsAnyText: true,
    readsHistory: true,
    wants: (path) => !binary.test(path),
    judgeBinary: (path) => judgeFile(path),
    async analyze({ path, text, commit }, _side, context) {
      const tell = (message: string): void => context.report({ kind: 'incomplete', path, message });
      try {
        const found = await pool.run({ path, text, ...(commit !== undefined && { commit }) });
        for (const message of found.incomplete) tell(message);
        return found.detections;
      } catch (error) {
        if (!isLimit(error)) throw error;
        tell(`The file could not be searched for credentials: ${error.message}`);
        return [];
      }
    },
    close: () => pool.close(),
  };
}
