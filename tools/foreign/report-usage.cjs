// Writes what the process used, processor time in ms and peak memory in MB, when it ends.
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpu: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS / 1024 };
  require('node:fs').writeFileSync(process.env.USAGE_REPORT, JSON.stringify(usage));
});
