import { declareOptions } from '../../command/declare-options.js';

/** How kinds are judged. */
export const healthRulesOption = declareOptions('run', {
  healthRules: {
    flags: '--health-rules <file>',
    help: "rules of your own for kinds: YAML with CEL or Lua, or a TypeScript module; they come before Argo CD's",
  },
});
