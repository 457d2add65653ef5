import { createRenderEngines, type RenderEngines } from '../../render/render-engines.js';
import { engineChoice, type ReadOptions } from '../revision/read-revision.js';

/**
 * Opens the engines once for all that is done with a revision, looking into apps of apps as well as
 * rendering, and closes them whatever happens.
 */
export async function withEngines<Options extends ReadOptions, Result>(
  options: Options,
  use: (options: Options & { readonly engines: RenderEngines }) => Promise<Result>,
): Promise<Result> {
  const engines = createRenderEngines(engineChoice(options));
  try {
    return await use({ ...options, engines });
  } finally {
    await engines.close();
  }
}
