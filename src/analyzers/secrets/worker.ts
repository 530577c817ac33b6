import type { FileText } from '../../model/analyzer.js';
import { serve } from '../syntax/worker.js';
import { createInspect, type SecretsInspection } from './inspect.js';

/** The worker in which the expressions of the rules meet untrusted text. */
serve<FileText, SecretsInspection>(createInspect());
