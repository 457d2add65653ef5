import { createHelm } from '../engines/helm/create-helm.js';
import type { Helm } from '../engines/helm/helm.js';
import { createKustomize } from '../engines/kustomize/create-kustomize.js';
import type { BuildRequest, BuiltInKustomize, Kustomize } from '../engines/kustomize/kustomize.js';
import { createNativeHelm } from '../engines/native/native-helm.js';
import { createNativeKustomize } from '../engines/native/native-kustomize.js';
import { GitopsError } from '../errors.js';

export interface NativeEngines {
  readonly kustomize: Pick<Kustomize, 'buildMany'>;
  readonly helm: () => Pick<Helm, 'template'>;
  close(): Promise<void>;
}

export interface NativeEngineOptions {
  readonly cacheDirectory?: string;
  /** The limit of one call, in milliseconds of processor time. Default: 60,000. */
  readonly timeoutMs?: number | undefined;
  /** The hint for a call that exceeds the limit. Default: to run the command by hand. */
  readonly timeoutHint?: string | undefined;
  /** Receives a warning about a command whose version is not the built-in one. */
  readonly onWarning?: (message: string) => void;
  /** The kustomize that pulls charts of kustomizations. Default: the built-in one. */
  readonly builtIn?: () => BuiltInKustomize;
  /** The commands. Default: `kustomize` and `helm`, on PATH. */
  readonly commands?: { readonly kustomize?: string; readonly helm?: string };
}

/**
 * The kustomize and helm commands of this machine. Each is searched for on its first use. A version other
 * than the built-in one is reported.
 */
export function createNativeEngines(options: NativeEngineOptions): NativeEngines {
  const { cacheDirectory, timeoutMs, timeoutHint, onWarning, commands = {}, builtIn = createKustomize } = options;
  const limits = { timeoutMs, timeoutHint };
  const cache = cacheDirectory === undefined ? {} : { cacheDirectory };
  const compare = (name: string, version: string, builtIn: { readonly version: string; close(): Promise<void> }) => {
    const reference = builtIn.version.replace(/^v/, '');
    if (version !== reference)
      onWarning?.(`${name} on PATH is ${version}; the one that is built in is ${reference}: results may differ`);
    return builtIn.close();
  };
  let kustomize: Promise<Kustomize> | undefined;
  let helm: Promise<Helm> | undefined;
  const openKustomize = async () => {
    const native = await createNativeKustomize({
      ...cache,
      ...limits,
      ...(commands.kustomize === undefined ? {} : { command: commands.kustomize }),
      ...(commands.helm === undefined ? {} : { helm: commands.helm }),
    });
    await compare('kustomize', native.version, createKustomize());
    return native;
  };
  const openHelm = async () => {
    const native = await createNativeHelm({
      ...limits,
      ...(commands.helm === undefined ? {} : { command: commands.helm }),
    });
    await compare('helm', native.version, createHelm());
    return native;
  };
  let puller: BuiltInKustomize | undefined;
  /** Fetches charts first, because the command would fetch them on every call and without credentials. */
  const withCharts = async (request: BuildRequest): Promise<BuildRequest | GitopsError> => {
    if (
      request.charts === undefined ||
      !request.files.entries().some(([, text]) => /^[ \t]*["']?repo["']?:|["']repo["']:/m.test(text))
    )
      return request;
    puller ??= builtIn();
    return puller.withPulledCharts(request).catch((error: unknown) => {
      if (GitopsError.is(error)) return error;
      throw error;
    });
  };
  return {
    kustomize: {
      async buildMany(requests) {
        kustomize ??= openKustomize();
        try {
          const engine = await kustomize;
          return await Promise.all(
            requests.map(async (request) => {
              const complete = await withCharts(request);
              if (GitopsError.is(complete)) return complete;
              const [built = []] = await engine.buildMany([complete]);
              return built;
            }),
          );
        } catch (error) {
          if (GitopsError.is(error)) return requests.map(() => error);
          throw error;
        }
      },
    },
    helm: () => ({
      async template(request) {
        helm ??= openHelm();
        return (await helm).template(request);
      },
    }),
    async close() {
      await Promise.all([kustomize, helm].map(async (engine) => (await engine?.catch(() => undefined))?.close()));
      await puller?.close();
    },
  };
}
