/** The script a shell loads: it asks `gitops __complete` at each Tab, so it never grows old. */
export function completionScript(shell: 'bash' | 'zsh' | 'fish'): string {
  return SCRIPTS[shell];
}

const SCRIPTS = {
  bash: `_gitops() {
  local IFS=$'\\n' current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=($(compgen -W "$(gitops __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "$current"))
}
complete -o default -F _gitops gitops
`,
  zsh: `#compdef gitops
_gitops() {
  local -a candidates
  candidates=("\${(@f)$(gitops __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${candidates[*]}" ]]; then compadd -a candidates; else _files; fi
}
if [[ "\${funcstack[1]}" = _gitops ]]; then _gitops; else compdef _gitops gitops; fi
`,
  fish: `complete -c gitops -e
complete -c gitops -a '(set -l words (commandline -opc) (commandline -ct); gitops __complete -- $words[2..-1] 2>/dev/null)'
`,
};
