import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const PATIENCE_MS = 5_000;
const running = new Set();
let listening = false;
let interrupted;

/** The signal that asked this process to stop; undefined while none did. */
export function interruptedBy() {
  return interrupted;
}

/**
 * Runs a command without input, and ends it when this process is asked to stop.
 *
 * @param {(line: string) => void} [onLine] is given each line of its standard error as it comes
 * @param {(pid: number) => void} [onStart] is given the number of its process
 * @returns {Promise<{ code: number | string, stdout: string, stderr: string }>} `code` is a signal's name, or
 * `ENOENT` when there is no such command
 */
export function runChild(command, args, { cwd, env = process.env, onLine, onStart } = {}) {
  listen();
  return new Promise((resolve) => {
    // A group of its own: npm does not pass signals on to what it runs.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    running.add(child);
    if (child.pid !== undefined) onStart?.(child.pid);
    const stdout = [];
    const stderr = [];
    child.stdout.on('data', (chunk) => stdout.push(chunk));
    createInterface({ input: child.stderr }).on('line', (line) => {
      stderr.push(line);
      onLine?.(line);
    });
    const end = (code) => {
      running.delete(child);
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: stderr.join('\n') });
    };
    child.on('error', (error) => end(error.code));
    child.on('close', (code, signal) => end(signal ?? code));
  });
}

/** Go and npm clean up after an interrupt; what does not end by it is killed. */
function listen() {
  if (listening) return;
  listening = true;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      if (interrupted !== undefined || running.size === 0) process.exit(130);
      interrupted = signal;
      for (const child of running) endGroup(child, 'SIGINT');
      setTimeout(() => {
        for (const child of running) endGroup(child, 'SIGKILL');
      }, PATIENCE_MS).unref();
    });
}

function endGroup({ pid }, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // it ended by itself, or never began
  }
}
