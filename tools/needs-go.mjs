// Prints `go` when something that this needs is in no cache and can only be built with Go. Needs nothing but
// Node.
//   usage: node tools/needs-go.mjs lint|build|demo|test
import { missingEngines } from './build-engines.mjs';
import { builtGoCommand } from './go-command.mjs';
import { GO_COMMANDS } from './go-commands.mjs';
import { realWorldKustomizationsAreThere } from './real-world-kustomizations.mjs';

const purpose = process.argv[2];
const commands = () => Object.keys(GO_COMMANDS).every((name) => builtGoCommand(name) !== undefined);
const needed =
  (purpose !== 'lint' && missingEngines().length > 0) ||
  (purpose === 'test' && !(commands() && realWorldKustomizationsAreThere()));
if (needed) console.log('go');
