import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { remoteUrlsIn } from '../../../src/workflow/revision/remote-urls-in.js';
import { tempRepository } from '../../helpers/temp-repository.js';

// "Which addresses does a clone have?" Each row is compared with what git itself reads of the same file.

const URL = 'https://git.example.com/team/ours.git';
const ORIGIN = '[remote "origin"]\n';

test.each<[string, string, readonly string[]]>([
  ['no settings', '', []],
  [
    'as git writes it',
    `[core]\n\tbare = false\n${ORIGIN}\turl = ${URL}\n\tfetch = +refs/heads/*:refs/remotes/x/*\n`,
    [URL],
  ],
  ['two remotes, and an address to push to', `${ORIGIN}url=a\npushurl=b\n[remote "fork"]\nurl=c\n`, ['a', 'b', 'c']],
  ['several of one remote', `${ORIGIN}url = a\nurl = b\n`, ['a', 'b']],
  ['without spaces, with spaces, with tabs', `${ORIGIN}url=a\n  url  =  b  \n\turl\t=\tc\t\n`, ['a', 'b', 'c']],
  ['words in capitals', '[REMOTE "Origin"]\nURL = a\nPushURL = b\n', ['a', 'b']],
  ['a remote as older versions of git wrote it', '[remote.origin]\nurl = a\n', ['a']],
  ['beside the name of its section', '[remote "origin"] url = a\n', ['a']],
  ['names with brackets and quotes', '[remote "a]b\\"c"]\nurl = a\n', ['a']],
  ['lines as Windows ends them', '[remote "origin"]\r\nurl = a\r\n', ['a']],
  ['the name of a section in a value', '[core]\nx = [remote "a"]\nurl = b\n', []],
  ['an indented section, with spaces before its name', '  [remote   "origin"]\nurl = a\n', ['a']],
  ['another section after it', `${ORIGIN}url = a\n[core]\nurl = b\n`, ['a']],
  ['in quotes', `${ORIGIN}url = "a b"\n`, ['a b']],
  ['in quotes in part', `${ORIGIN}url = a"b"c\n`, ['abc']],
  ['a comment after it', `${ORIGIN}url = a # b\nurl = c ; d\n`, ['a', 'c']],
  ['a comment in quotes is none', `${ORIGIN}url = "a#b;c" # d\n`, ['a#b;c']],
  ['in a comment', `${ORIGIN}# url = a\n; url = b\n`, []],
  ['without a value', `${ORIGIN}url =\nurl = ""\nurl = # a\n`, []],
  ['other keys', `${ORIGIN}proxyurl = a\nurls = b\nurlx = c\n`, []],
  ['the address of a submodule', `[submodule "charts"]\nurl = a\n${ORIGIN}url = b\n`, ['b']],
  ['the address of a submodule after it', `${ORIGIN}url = b\n[submodule "charts"]\nurl = a\n`, ['b']],
  ['addresses of Git LFS', '[lfs]\nurl = a\npushurl = b\n[lfs "https://x"]\nurl = c\n', []],
  ['a section without the name of a remote', '[remote]\nurl = a\n', []],
  ['a section whose name only begins like it', '[remotes "origin"]\nurl = a\n[remote-x "o"]\nurl = b\n', []],
])('%s', async (_, config, expected) => {
  expect(remoteUrlsIn(config)).toEqual(expected);
  await using repository = tempRepository();
  const file = join(repository.directory, 'config');
  writeFileSync(file, config);
  const listed = repository.git('config', '--file', file, '--list', '-z').split('\0');
  const urls = listed.flatMap((entry) => /^remote\..*\.(?:push)?url\n(.+)$/s.exec(entry)?.[1] ?? []);
  expect(urls).toEqual(expected);
});
