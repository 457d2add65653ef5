import { operatorEnvironment } from './operator-environment.js';

/**
 * The operator's environment for git, without what points git at another repository (as in a hook) or changes
 * how paths and revisions are read. Git's configuration is its environment: HOME, the SSH agent, the author,
 * proxies.
 */
export function gitEnvironment(): Readonly<Record<string, string | undefined>> {
  const inherited = Object.entries(operatorEnvironment()).filter(([name]) => !LOCAL_VARIABLES.has(name));
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_PAGER: 'cat',
  };
}

const LOCAL_VARIABLES: ReadonlySet<string> = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_GRAFT_FILE',
  'GIT_SHALLOW_FILE',
  'GIT_GLOB_PATHSPECS',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
  'GIT_LITERAL_PATHSPECS',
  'GIT_EXTERNAL_DIFF',
  'GIT_DIFF_OPTS',
  'GIT_REFLOG_ACTION',
  'GIT_TRACE',
  'GIT_TRACE_SETUP',
  'GIT_TRACE2',
  'GIT_DEFAULT_HASH',
]);
