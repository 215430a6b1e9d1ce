import type { CommandPlace, Word } from './command-tree.js';

/** The shells, and how each is told what may come next. */
export const SHELLS: Readonly<Record<string, (places: readonly CommandPlace[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Words of ours have no quotes; texts may. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const wordsOf = (words: readonly Word[]) => words.map(({ word }) => word).join(' ');

/** As a pattern of `case`: each path below `evenkeel` that goes one command deeper. */
function deeper(places: readonly CommandPlace[]): string {
  return places
    .slice(1)
    .map(({ path }) => quoted(path))
    .join('|');
}

/** Branches of `case "$at"`, each of which sets `words`, or `choices` where an option has a value. */
function branches(places: readonly CommandPlace[]): string {
  return places
    .map(
      ({ path, commands, options }) =>
        `    ${quoted(path)}) commands=${quoted(wordsOf(commands))}; options=${quoted(wordsOf(options))} ;;`,
    )
    .join('\n');
}

function valueBranches(places: readonly CommandPlace[]): string {
  return places
    .flatMap(({ path, values }) =>
      values.map(({ flags, choices }) => {
        const patterns = flags.map((flag) => quoted(`${path} ${flag}`)).join('|');
        return `    ${patterns}) takes=1; choices=${quoted(choices.join(' '))} ;;`;
      }),
    )
    .join('\n');
}

/** What bash and zsh have in common: from the words before the cursor to what may come next. */
function walk(places: readonly CommandPlace[]): string {
  return `  at=evenkeel; takes=; choices=; commands=; options=
  for word in "\${before[@]}"; do
    if [ -n "$takes" ]; then takes=; choices=; continue; fi
    case "$at $word" in
    ${deeper(places)}) at="$at $word"; continue ;;
    esac
    case "$at $word" in
${valueBranches(places)}
    esac
  done
  case "$at" in
${branches(places)}
  esac`;
}

function bashScript(places: readonly CommandPlace[]): string {
  return `# bash completion of evenkeel: eval "$(evenkeel completion bash)"
_evenkeel() {
  local at takes choices commands options word cur="\${COMP_WORDS[COMP_CWORD]}"
  local before=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
${walk(places)}
  if [ -n "$takes" ]; then
    COMPREPLY=($(compgen -W "$choices" -- "$cur"))
    [ -n "$choices" ] || COMPREPLY=($(compgen -f -- "$cur"))
  elif [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$cur"))
  else COMPREPLY=($(compgen -W "$commands" -- "$cur"))
  fi
}
complete -o bashdefault -F _evenkeel evenkeel ./evenkeel`;
}

function zshScript(places: readonly CommandPlace[]): string {
  return `#compdef evenkeel
# zsh completion of evenkeel: eval "$(evenkeel completion zsh)"
_evenkeel() {
  local at takes choices commands options word cur="\${words[CURRENT]}"
  local -a before=("\${(@)words[2,CURRENT-1]}")
${walk(places)}
  if [ -n "$takes" ]; then
    if [ -n "$choices" ]; then compadd -- \${=choices}; else _files; fi
  elif [[ "$cur" == -* ]]; then compadd -- \${=options}
  else compadd -- \${=commands}
  fi
}
compdef _evenkeel evenkeel ./evenkeel`;
}

function fishScript(places: readonly CommandPlace[]): string {
  return [
    '# fish completion of evenkeel: evenkeel completion fish | source',
    'function __evenkeel_at',
    '  set -l at evenkeel',
    '  for word in (commandline -opc)[2..-1]',
    '    switch "$at $word"',
    `    case ${places
      .slice(1)
      .map(({ path }) => quoted(path))
      .join(' ')}`,
    '      set at "$at $word"',
    '    end',
    '  end',
    '  test "$at" = "$argv[1]"',
    'end',
    'complete -c evenkeel -f',
    ...places.flatMap(fishLines),
  ].join('\n');
}

function fishLines({ path, commands, options, values }: CommandPlace): readonly string[] {
  const here = `complete -c evenkeel -n ${quoted(`__evenkeel_at ${quoted(path)}`)}`;
  const valueOf = (flag: string) => values.find(({ flags }) => flags.includes(flag));
  return [
    ...commands.map(({ word, meaning }) => `${here} -a ${word} -d ${fishText(meaning)}`),
    ...options.map(({ word, meaning }) => {
      const flag = word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`;
      const value = valueOf(word);
      const takes =
        value === undefined
          ? ''
          : value.choices.length === 0
            ? ' -rF'
            : ` -xa ${quoted(value.choices.join(' '))}`;
      return `${here} ${flag}${takes} -d ${fishText(meaning)}`;
    }),
  ];
}

/** In quotes of fish a quote and a backslash are written with a backslash. */
function fishText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
