import { createHelm } from '../engines/helm/create-helm.js';
import type { Helm } from '../engines/helm/helm.js';
import { createJsonnet } from '../engines/jsonnet/create-jsonnet.js';
import type { Jsonnet } from '../engines/jsonnet/jsonnet.js';
import { createKustomize } from '../engines/kustomize/create-kustomize.js';
import type { Kustomize } from '../engines/kustomize/kustomize.js';
import { ENGINE_TIMEOUT_HINT } from './engine-timeout-hint.js';
import { createNativeEngines } from './native-engines.js';

/** The engines that render sources. Each is created on its first use. */
export interface RenderEngines {
  readonly kustomize: Pick<Kustomize, 'buildMany'>;
  /** The built-in kustomize, also when another one renders. */
  readonly builtIn: () => Kustomize;
  readonly helm: () => Pick<Helm, 'template'>;
  readonly jsonnet: () => Jsonnet;
  close(): Promise<void>;
}

/** The choice of engines. */
export interface EngineChoice {
  /** The engines that render. Default: `wasm`, the built-in ones. */
  readonly engine?: 'wasm' | 'native';
  /** The folder in which results are kept. Default: results are not kept. */
  readonly cacheDirectory?: string;
  /** The limit of one call, in milliseconds of processor time. Default: 60,000; 30,000 for Jsonnet. */
  readonly timeoutMs?: number;
  /** Receives a warning about a command whose version is not the built-in one. */
  readonly onWarning?: (message: string) => void;
  /** Engines that are open already. They are used, and their owner closes them. Default: none. */
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
