import { createHelm } from '../engines/helm/create-helm.js';
import type { Helm } from '../engines/helm/helm.js';
import { createJsonnet } from '../engines/jsonnet/create-jsonnet.js';
import type { Jsonnet } from '../engines/jsonnet/jsonnet.js';
import { createKustomize } from '../engines/kustomize/create-kustomize.js';
import type { Kustomize } from '../engines/kustomize/kustomize.js';

/** What renders sources; each engine is made when first asked for. */
export interface RenderEngines {
  readonly kustomize: Kustomize;
  readonly helm: () => Helm;
  readonly jsonnet: () => Jsonnet;
  close(): Promise<void>;
}

/** @throws GitopsError ENGINE_MISSING */
export function createRenderEngines(options: { readonly cacheDirectory?: string } = {}): RenderEngines {
  const kustomize = createKustomize(options);
  let helm: Helm | undefined;
  let jsonnet: Jsonnet | undefined;
  return {
    kustomize,
    helm: () => {
      helm ??= createHelm(options);
      return helm;
    },
    jsonnet: () => {
      jsonnet ??= createJsonnet(options);
      return jsonnet;
    },
    async close() {
      await Promise.all([kustomize.close(), helm?.close(), jsonnet?.close()]);
    },
  };
}
