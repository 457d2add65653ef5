/** The repositories as a table of a page. Times are those of `list` and `check`, the first on this machine. */
export function table(rows) {
  const lines = rows.map(({ name, commit, isAsJudged, list, check, rendered, applications, judged }) => [
    name,
    isAsJudged ? commit.slice(0, 7) : `${commit.slice(0, 7)} (verdicts are about another)`,
    applications,
    `${seconds(list.wall)} / ${seconds(check.wall)}`,
    `${seconds(list.cpu)} / ${seconds(check.cpu)}`,
    `${Math.round(Math.max(list.memory, check.memory))} MB`,
    rendered === undefined ? '' : rendered.status,
    Object.entries(judged.rules).map(ruleText).join(', '),
    judged.true,
    judged.false,
    judged.unverifiable,
  ]);
  const titles = [
    'repository',
    'commit',
    'Applications',
    'wall (list / check)',
    'CPU (list / check)',
    'peak memory',
    'render exits',
    'findings: rule errors+warnings (places)',
    'true',
    'false',
    'unverifiable',
  ];
  return [titles, titles.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function ruleText([rule, { error, warning, places }]) {
  return `${rule} ${error}+${warning} (${places})`;
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
