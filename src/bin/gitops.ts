#!/usr/bin/env node
import { run } from '../cli/process.js';

run();
