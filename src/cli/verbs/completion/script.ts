/**
 * The script a shell loads: it asks `gitops __complete` at each Tab, so it never grows old. What is answered
 * is taken as text and never expanded.
 */
export function completionScript(shell: 'bash' | 'zsh' | 'fish'): string {
  return SCRIPTS[shell];
}

const SCRIPTS = {
  bash: `_gitops() {
  local candidate
  COMPREPLY=()
  while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(gitops __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _gitops gitops
`,
  zsh: `#compdef gitops
_gitops() {
  local -a candidates
  candidates=("\${(@f)$(gitops __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${candidates[*]}" ]]; then compadd -a candidates; else compset -P '--*='; _files; fi
}
if [[ "\${funcstack[1]}" = _gitops ]]; then _gitops; else compdef _gitops gitops; fi
`,
  fish: `function __gitops_load
  set -l words (commandline -opc) (commandline -ct)
  set -g __gitops_candidates (gitops __complete -- $words[2..-1] 2>/dev/null)
  set -q __gitops_candidates[1]
end
complete -c gitops -e
complete -c gitops -f -n __gitops_load -a '$__gitops_candidates'
`,
};
