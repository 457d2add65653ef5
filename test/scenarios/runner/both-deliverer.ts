import type { Deliverer } from './deliverer.js';
import type { Tool } from './scenario.js';

/** Delivers with one or the other, as each step says; both see every commit. */
export function bothDeliverer(tools: Readonly<Record<Tool, Deliverer>>): Deliverer {
  return {
    async commit(folder) {
      await tools.argocd.commit(folder);
      await tools.gitops.commit(folder);
    },
    sync: (request) => tools[request.by ?? 'gitops'].sync(request),
    remove: (request) => tools.gitops.remove(request),
    verdicts: (application, by = 'gitops') => tools[by].verdicts(application),
    async close() {
      await tools.argocd.close();
      await tools.gitops.close();
    },
  };
}
