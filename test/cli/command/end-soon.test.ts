import { endSoon } from '../../../src/cli/command/end-soon.js';

const never = new Promise<string>(() => {});

test('the result of what ends by itself', async () => {
  await expect(endSoon(new AbortController().signal, Promise.resolve('done'))).resolves.toBe('done');
  await expect(endSoon(new AbortController().signal, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});

test.each([
  { when: 'before it began', aborts: (controller: AbortController) => controller.abort() },
  { when: 'under way', aborts: (controller: AbortController) => setImmediate(() => controller.abort()) },
])('an interruption $when ends what never ends', async ({ aborts }) => {
  const controller = new AbortController();
  aborts(controller);

  await expect(endSoon(controller.signal, never, 1)).rejects.toMatchObject({ code: 'INTERRUPTED' });
});

test('what ends by itself within the time it has says its own result', async () => {
  const controller = new AbortController();
  const work = new Promise<string>((resolve) =>
    controller.signal.addEventListener('abort', () => setImmediate(() => resolve('half of it'))),
  );
  const ended = endSoon(controller.signal, work, 60_000);
  controller.abort();

  await expect(ended).resolves.toBe('half of it');
});
