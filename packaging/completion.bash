# shellcheck shell=bash
# Completion of iprstat for bash. It asks the program itself, so that it knows what that version knows.

_iprstat()
{
    local program=$1 word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' i help line candidates='' usage=()
    COMPREPLY=()
    # "--option=value" comes as three words; the value is completed as that of "--option value".
    [[ $before != = ]] || before=${COMP_WORDS[COMP_CWORD - 2]}
    if [[ $word == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 1]}
        word=
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == -* ]] || { command=${COMP_WORDS[i]}; break; }
    done
    if [[ -z $command ]]; then
        while read -r line; do
            [[ $line =~ ^([a-z]+)\ \ +[^\ ] ]] && candidates+=" ${BASH_REMATCH[1]}"
        done < <("$program" --help 2>/dev/null)
        mapfile -t COMPREPLY < <(compgen -W "$candidates --help --version" -- "$word")
        return
    fi
    help=$("$program" "$command" --help 2>/dev/null) || return
    if [[ $before == --* && $help =~ $before\ ([A-Z:]+) ]]; then
        case ${BASH_REMATCH[1]} in
            FILE) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
            DIR) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
            LEVEL) mapfile -t COMPREPLY < <(compgen -W 'error warning info debug' -- "$word") ;;
        esac
        return
    fi
    if [[ $word == -* ]]; then
        while read -r line; do
            [[ $line =~ ^(--[a-z-]+) ]] && candidates+=" ${BASH_REMATCH[1]}"
        done <<<"$help"
        mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$word")
        return
    fi
    # Lower case in the usage is said as it stands, upper case names a value.
    line=${help%%$'\n'*}
    line=${line#*'[OPTION...]'}
    read -ra usage <<<"$line"
    for i in "${usage[@]}"; do
        [[ $i =~ ^[a-z]+$ ]] && candidates+=" $i"
    done
    mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$word")
    [[ -n $candidates || $line != *[A-Z]* ]] || mapfile -t COMPREPLY < <(compgen -f -- "$word")
}

complete -o filenames -F _iprstat iprstat
