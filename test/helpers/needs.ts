import { env } from 'node:process';

export const HELM_COMMAND = 'Helm command: it is fetched from npm, for Linux on x64';

/**
 * The tests that need something of this machine. Where it is missing they are skipped, and say so; in CI they
 * fail, because `.ci/run` installs it: what is skipped there would be tested nowhere.
 *
 * @param isThere whether the machine has it
 * @param what its name, with how to get it, such as `zsh on PATH`
 */
export function needs(isThere: boolean, what: string): { readonly test: jest.It; readonly describe: jest.Describe } {
  if (isThere) return { test, describe };
  if (env['CI'])
    return {
      test: failing(what),
      describe: ((name: string) => describe(name, () => failing(what)('is tested'))) as unknown as jest.Describe,
    };
  process.stderr.write(`skipped: there is no ${what}\n`);
  return { test: test.skip, describe: describe.skip };
}

function failing(what: string): jest.It {
  const refuse = (name: string) =>
    test(name, () => {
      throw new Error(`there is no ${what}, and nothing is skipped where CI is set`);
    });
  return Object.assign(refuse, { each: () => refuse }) as unknown as jest.It;
}
