// Runs one engine (a Go program compiled to WebAssembly) in a worker thread. Copied to lib/engines/wasm as it is.
// Nothing here reaches disk, network or processes: Go gets no file system, no fetch and no environment.
import { openSync, readlinkSync, readSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const OUTPUT_KEPT = 4_000;
let output = '';

/** Linux knows it of each thread; its clock for them ticks a hundred times a second. */
function readerOfThread() {
  const [file, text] = [openSync('/proc/thread-self/stat', 'r'), Buffer.alloc(1_024)];
  return () => {
    const fields = text.latin1Slice(0, readSync(file, text, 0, text.length, 0));
    const [user, system] = fields.slice(fields.lastIndexOf(')') + 2).split(' ').slice(11, 13);
    return (Number(user) + Number(system)) * 10;
  };
}

/** Milliseconds that this thread has had of the processor; where it cannot be known, those of the whole process, which are more. */
function readProcessorTime() {
  if (process.threadCpuUsage) return () => milliseconds(process.threadCpuUsage());
  try {
    return readerOfThread();
  } catch {
    return () => milliseconds(process.cpuUsage());
  }
}

const milliseconds = ({ user, system }) => (user + system) / 1_000;
globalThis.processorTime = readProcessorTime();
// Who waits for this thread asks Linux for its time by this name.
parentPort.postMessage({ thread: threadName() });

function threadName() {
  try {
    return readlinkSync('/proc/thread-self');
  } catch {
    return undefined;
  }
}

// Go would fetch remote resources with it.
globalThis.fetch = undefined;
await import(pathToFileURL(workerData.goRuntime).href);
globalThis.fs.writeSync = (_file, bytes) => {
  output = (output + new TextDecoder().decode(bytes)).slice(0, OUTPUT_KEPT);
  return bytes.length;
};

const go = new globalThis.Go();
go.env = workerData.environment;
go.exit = () => {
  // Before a fatal error Go may print warnings.
  const reason = output.split('\n').find((line) => /^(fatal error|runtime|panic): /.test(line));
  throw new Error(reason ?? 'the engine stopped');
};
const instance = await WebAssembly.instantiate(workerData.module, go.importObject);
go.run(instance);

parentPort.on('message', (calls) => {
  for (const { operation, bytes } of calls) {
    const answer = globalThis.engine[operation](bytes);
    // Undefined: Go waits for something that cannot come in here, such as the network.
    parentPort.postMessage(answer ?? { waiting: true });
    if (answer === undefined) return;
  }
});
parentPort.postMessage({ ready: true });
