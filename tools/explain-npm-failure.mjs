import { ToolFailure } from './tool-failure.mjs';

const AGAIN = 'Then run the command again.';
/** The first rule that matches wins. */
const RULES = [
  [
    /ENOSPC|no space left on device|EDQUOT/,
    'The disk is full',
    `Free some space, or set npm_config_cache to a folder on another disk. ${AGAIN}`,
  ],
  [
    /EROFS|EACCES|EPERM|ENOTDIR|permission denied|read-only file system/,
    'npm cannot write',
    `Make the folder writable, or set npm_config_cache to a folder that can be written. ${AGAIN}`,
  ],
  [
    /EUSAGE|can only install packages when/,
    'package.json and package-lock.json do not fit together',
    'Run `npm install` and commit the lock file, or undo the change of package.json.',
  ],
  [
    /EBADENGINE/,
    'npm is too old or too new for these packages',
    'Use Node.js 20.19 or newer with the npm that comes with it.',
  ],
  [
    /ETARGET|E404/,
    'The npm registry lacks what package-lock.json names',
    `Set npm_config_registry to a registry that has it. ${AGAIN}`,
  ],
  [
    /EINTEGRITY/,
    'What the npm registry sends is not what package-lock.json names',
    `Run \`npm cache clean --force\`, or use a registry that sends packages unchanged. ${AGAIN}`,
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY|GET)|CERT_|DEPTH_ZERO/,
    'The certificate of the npm registry is not trusted',
    `Set npm_config_cafile to a file with your company's certificate authority. ${AGAIN}`,
  ],
  [
    /E40[0-9]|E429|E5\d\d|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|ENOTCACHED|EPROTO|FETCH_ERROR|network/i,
    'The npm registry refuses or does not answer',
    `Set npm_config_registry to a registry that this machine reaches (or log in to yours), and HTTPS_PROXY where it goes through a web proxy. ${AGAIN}`,
  ],
  [/SIGINT|SIGTERM|SIGKILL|Killed|ENOMEM/, 'npm was ended by the system or by you', AGAIN],
];
const SHOWN = 4;

/** Says in one sentence why npm failed, and what to do, with the lines of npm that tell it. */
export function explainNpmFailure(output) {
  const lines = output
    .split('\n')
    .map((line) => line.replaceAll(/(:\/\/)[^\s/@]+@/g, '$1***@').replace(/^npm (?:error|ERR!) ?/, ''))
    .filter((line) => line.trim() !== '' && !/A complete log of this run|debug-0\.log/.test(line));
  const [, reason = '`npm ci` failed', hint = AGAIN] = RULES.find(([pattern]) => pattern.test(output)) ?? [];
  return new ToolFailure(`${reason}: ${lines.slice(0, SHOWN).join(' | ') || 'npm says nothing'}`, hint);
}
