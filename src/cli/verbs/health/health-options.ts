import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { healthRulesOption } from '../../input/options/health.js';
import { tableOutputOption } from '../../input/options/output.js';

export const healthOptions = {
  ...declareOptions('source', {
    file: {
      flags: '-f, --file <file>',
      help: 'YAML or JSON as `kubectl get -o yaml` prints it; - is standard input; repeatable',
      common: true,
      required: true,
      parse: add,
    },
    argocdCm: {
      flags: '--argocd-cm <file>',
      help: "the ConfigMap argocd-cm: its health rules come before Argo CD's own",
      common: true,
    },
  }),
  ...healthRulesOption,
  ...tableOutputOption,
};

export type HealthOptions = ValuesOf<typeof healthOptions>;

/** A name may contain a comma. */
function add(file: string, before: readonly string[] = []): readonly string[] {
  return [...before, file];
}
