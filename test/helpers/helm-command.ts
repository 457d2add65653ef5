import type { HelmRequest } from '../../src/engines/helm/helm.js';
import { createNativeHelm } from '../../src/engines/native/native-helm.js';
import { GitopsError } from '../../src/errors.js';

export type HelmCommandResult =
  | { readonly output: string; readonly error?: undefined }
  | { readonly output?: undefined; readonly error: string };

/** What the real `helm template` says to a request: its output, or its error without "Error: ". */
export async function helmTemplate(binary: string, request: HelmRequest): Promise<HelmCommandResult> {
  const helm = await createNativeHelm({ command: binary });
  try {
    return { output: (await helm.template(request)).output };
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    return { error: error.message.replace(`the chart of '${request.releaseName}': `, '') };
  }
}
