import { clusterOptions } from '../../input/options/cluster-options.js';
import { healthRulesOption } from '../../input/options/health.js';
import { tableReportOptions } from '../../input/options/reports.js';

export const verifyOptions = { ...clusterOptions, ...healthRulesOption, ...tableReportOptions };
