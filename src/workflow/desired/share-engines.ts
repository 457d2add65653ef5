import type { EngineChoice, RenderEngines } from '../../render/render-engines.js';

/** Lends engines to works that overlap. */
export type ShareEngines = <Result>(
  choice: EngineChoice,
  use: (engines: RenderEngines) => Promise<Result>,
) => Promise<Result>;

/** Works at the same time share their engines. The engines are closed when the last work ends. */
export function shareEngines(): ShareEngines {
  let open: RenderEngines | undefined;
  let users = 0;
  return async (choice, use) => {
    const { createRenderEngines } = await import('../../render/render-engines.js');
    open ??= createRenderEngines(choice);
    users++;
    const engines = open;
    try {
      return await use(engines);
    } finally {
      users--;
      if (users === 0) {
        open = undefined;
        await engines.close();
      }
    }
  };
}
