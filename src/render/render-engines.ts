import { createHelm } from '../engines/helm/create-helm.js';
import type { Helm } from '../engines/helm/helm.js';
import { createJsonnet } from '../engines/jsonnet/create-jsonnet.js';
import type { Jsonnet } from '../engines/jsonnet/jsonnet.js';
import { createKustomize } from '../engines/kustomize/create-kustomize.js';
import type { Kustomize } from '../engines/kustomize/kustomize.js';
import { ENGINE_TIMEOUT_HINT } from './engine-timeout-hint.js';
import { createNativeEngines } from './native-engines.js';

/** What renders sources; each engine is made when first asked for. */
export interface RenderEngines {
  readonly kustomize: Pick<Kustomize, 'buildMany'>;
  /** The kustomize that is built in, whichever renders. */
  readonly builtIn: () => Kustomize;
  readonly helm: () => Pick<Helm, 'template'>;
  readonly jsonnet: () => Jsonnet;
  close(): Promise<void>;
}

/** Which engines render. */
export interface EngineChoice {
  /** Default: `wasm`, those that are built in. */
  readonly engine?: 'wasm' | 'native';
  /** Default: results are not kept. */
  readonly cacheDirectory?: string;
  /** Milliseconds of processor time for one call. Default: 60,000; 30,000 for Jsonnet. */
  readonly timeoutMs?: number;
  /** Hears which command of this machine is not the version that is built in. */
  readonly onWarning?: (message: string) => void;
  /** Engines that are open already: they are used, and left to whoever opened them. Default: none. */
  readonly open?: RenderEngines;
}

/** @throws GitopsError ENGINE_MISSING, with `native` when something is rendered */
export function createRenderEngines(choice: EngineChoice = {}): RenderEngines {
  if (choice.open !== undefined) return { ...choice.open, close: async () => {} };
  const options = { ...choice, timeoutHint: ENGINE_TIMEOUT_HINT };
  let jsonnet: Jsonnet | undefined;
  const rest = {
    jsonnet: () => {
      jsonnet ??= createJsonnet(options);
      return jsonnet;
    },
  };
  if (options.engine === 'native') {
    const native = createNativeEngines(options);
    let builtIn: Kustomize | undefined;
    return {
      ...native,
      ...rest,
      builtIn: () => {
        builtIn ??= createKustomize(options);
        return builtIn;
      },
      close: async () => {
        await Promise.all([native.close(), jsonnet?.close(), builtIn?.close()]);
      },
    };
  }
  const kustomize = createKustomize(options);
  let helm: Helm | undefined;
  return {
    kustomize,
    builtIn: () => kustomize,
    helm: () => {
      helm ??= createHelm(options);
      return helm;
    },
    ...rest,
    async close() {
      await Promise.all([kustomize.close(), helm?.close(), jsonnet?.close()]);
    },
  };
}
