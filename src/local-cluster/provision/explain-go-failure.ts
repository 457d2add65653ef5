import { statfsSync } from 'node:fs';
import type { ErrorCode } from '../../errors.js';
import { withoutCredentialsIn } from '../../host/address.js';

/** Why Go failed. */
export interface GoFailure {
  readonly code: Extract<ErrorCode, 'LOCAL_BUILD_FAILED' | 'LOCAL_GO_MISSING' | 'LOCAL_STATE_UNUSABLE'>;
  readonly message: string;
  readonly hint: string;
}

/** One package of Kubernetes needs more. */
const FULL_BYTES = 16_000_000;

/** Lines that are shown of what is not understood. */
const SHOWN = 12;

const INSTALL =
  'Install Go 1.26 or newer from https://go.dev/dl/, or set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl and kwok.';
const AGAIN = 'Then run the command again: what was finished is kept.';

interface Rule {
  readonly pattern: RegExp;
  readonly code: GoFailure['code'];
  /** Gets the line that matched and the groups of the pattern. */
  readonly message: (line: string, groups: readonly string[]) => string;
  readonly hint: string;
}

const DISK_FULL = {
  pattern: /no space left on device|disk quota exceeded/,
  code: 'LOCAL_STATE_UNUSABLE' as const,
  message: (line: string) => `The disk is full: ${line}`,
  hint: `Free some space, or set GOMODCACHE, GOCACHE and XDG_CACHE_HOME to folders on another disk. ${AGAIN}`,
};

/** The first rule that matches a line wins. */
const RULES: readonly Rule[] = [
  DISK_FULL,
  {
    pattern: /requires go >= (\S+) \(running go (\S+?)[;)]/,
    code: 'LOCAL_GO_MISSING',
    message: (_line, [wanted, found]) => `'go' is ${found}, and ${wanted} or newer is needed`,
    hint: `${INSTALL} GOTOOLCHAIN=auto lets this Go download the version it needs.`,
  },
  {
    // Go before 1.21 does not know versions of three numbers.
    pattern: /invalid go version '(\S+)'|note: module requires Go (\S+)/,
    code: 'LOCAL_GO_MISSING',
    message: (_line, [three, two]) => `'go' is too old: ${three ?? two} or newer is needed`,
    hint: INSTALL,
  },
  {
    pattern: /read-only file system|permission denied|operation not permitted|not a directory/,
    code: 'LOCAL_STATE_UNUSABLE',
    message: (line) => `Go cannot write: ${line}`,
    hint: 'Make the folder writable, or set GOMODCACHE, GOCACHE and XDG_CACHE_HOME to folders that can be written.',
  },
  {
    pattern: /GOCACHE is not defined|module cache not found/,
    code: 'LOCAL_STATE_UNUSABLE',
    message: (line) => `Go has no folder for its caches: ${line}`,
    hint: 'Set HOME, or GOMODCACHE and GOCACHE.',
  },
  {
    pattern: /checksum mismatch|SECURITY ERROR/,
    code: 'LOCAL_BUILD_FAILED',
    message: (line) => `What the Go module proxy sends is not what go.sum names: ${line}`,
    hint: 'Set GOPROXY to a proxy that sends modules unchanged, such as https://proxy.golang.org.',
  },
  {
    pattern: /x509:|tls: failed to verify/,
    code: 'LOCAL_BUILD_FAILED',
    message: (line) => `The certificate of the Go module proxy is not trusted: ${line}`,
    hint: "Set SSL_CERT_FILE to a file with your company's certificate authority, or GOPROXY to another proxy.",
  },
  {
    pattern:
      /module lookup disabled by GOPROXY|refusing to pass credentials|dial tcp|proxyconnect|no such host|connection re(?:fused|set)|i\/o timeout|TLS handshake timeout|(?:unexpected )?EOF$|: (?:40[0-79]|410|429|5\d\d) [A-Z]|lookup .* (?:server misbehaving|no such)/,
    code: 'LOCAL_BUILD_FAILED',
    message: (line) => `The Go module proxy refuses or does not answer: ${line}`,
    hint: `Set GOPROXY to a module proxy that this machine reaches, and HTTPS_PROXY where it goes through a web proxy. ${AGAIN}`,
  },
  {
    pattern: /signal: killed|cannot allocate memory|out of memory/,
    code: 'LOCAL_BUILD_FAILED',
    message: (line) => `The system ended a compiler, as it does when memory is short: ${line}`,
    hint: `Free some memory (4 GB suffice), or set GOMAXPROCS=1 to compile one package at a time. ${AGAIN}`,
  },
];

/**
 * Says in one sentence why a Go command failed, and what to do.
 *
 * @param subcommand such as `build`
 * @param code its exit code; 127 or `ENOENT` when there is no Go
 * @param lines what it wrote to standard error
 * @param folders where Go keeps what it made. Where their disk is full, Go does not always say so, but that
 * some package is missing
 */
export function explainGoFailure(
  subcommand: string,
  code: number | string | null,
  lines: readonly string[],
  folders: readonly string[] = [],
): GoFailure {
  if (code === 127 || code === 'ENOENT')
    return { code: 'LOCAL_GO_MISSING', message: "The command 'go' is not on the PATH", hint: INSTALL };
  const told = lines
    .map((line) => withoutCredentialsIn(line))
    .filter((line) => line.trim() !== '' && !line.startsWith('go: downloading '));
  for (const { pattern, code: kind, message, hint } of RULES) {
    for (const line of told) {
      const match = pattern.exec(line);
      if (match !== null) return { code: kind, message: message(line.trim(), match.slice(1)), hint };
    }
  }
  const full = folders.find(isOnFullDisk);
  if (full !== undefined) return { ...DISK_FULL, message: DISK_FULL.message(`no space is left for '${full}'`) };
  return {
    code: 'LOCAL_BUILD_FAILED',
    message: `'go ${subcommand}' failed: ${told.slice(-SHOWN).join(' | ') || `it ended with ${code}`}`,
    hint: 'Check that Go is 1.26 or newer and that GOPROXY answers.',
  };
}

function isOnFullDisk(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < FULL_BYTES;
  } catch {
    return false;
  }
}
