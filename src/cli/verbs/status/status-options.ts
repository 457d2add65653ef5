import { clusterOptions } from '../../input/options/cluster-options.js';
import { healthRulesOption } from '../../input/options/health.js';

export const statusOptions = { ...clusterOptions, ...healthRulesOption };
