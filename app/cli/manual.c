/* The man page and the bash completion, printed from the command tables. */
#include <string.h>

#include "cli.h"

/* troff needs its backslashes, leading dots and hyphens escaped. */
static void print_roff(const char *text) {
    bool line_start = true;
    for (; *text != '\0'; text++) {
        if (line_start && (*text == '.' || *text == '\'')) fputs("\\&", stdout);
        if (*text == '\\' || *text == '-') fputc('\\', stdout);
        fputc(*text, stdout);
        line_start = *text == '\n';
    }
}

static void print_flags(const cli_flag *flags, int count) {
    for (int k = 0; k < count; k++) {
        printf(".TP\n.B ");
        print_roff(flags[k].name);
        if (flags[k].value != NULL) printf(" \\fI%s\\fR", flags[k].value);
        printf("\n");
        print_roff(flags[k].help);
        printf("\n");
    }
}

int cli_print_man(const cli_flag *common, int n_common) {
    printf(".TH SELAT 1 \"\" \"selat %s\" \"User Commands\"\n.SH NAME\nselat \\- what an agreement between countries is "
           "worth\n.SH SYNOPSIS\n.B selat\n.I COMMAND\n[options] ...\n.SH COMMANDS\n",
           selat_version());
    for (int k = 0; k < cli_n_commands; k++) {
        const cli_command *command = cli_commands[k];
        printf(".SS selat %s %s\n", command->name, command->words);
        print_roff(command->purpose);
        printf("\n");
        if (command->details != NULL) {
            printf(".PP\n");
            print_roff(command->details);
            printf("\n");
        }
        print_flags(command->flags, command->n_flags);
        printf(".PP\nExamples:\n.PP\n.nf\n");
        print_roff(command->examples);
        printf("\n.fi\n");
    }
    printf(".SH OPTIONS OF EVERY COMMAND\n");
    print_flags(common, n_common);
    printf(".SH EXIT STATUS\n0 done, 1 the model failed (it says why), 2 bad input.\n"
           ".SH ENVIRONMENT\n.TP\n.B SELAT_DATA\nfolder with tables/, tariffs/ and the other shipped data, looked in first\n"
           ".TP\n.B NO_COLOR\nno colours on the terminal\n");
    return CLI_OK;
}

static void print_words(const char *first) {
    for (int k = 0; k < cli_n_commands; k++) {
        const char *name = cli_commands[k]->name, *space = strchr(name, ' ');
        size_t length = space != NULL ? (size_t)(space - name) : strlen(name);
        if (first == NULL) {
            printf(" %.*s", (int)length, name);
        } else if (space != NULL && strncmp(name, first, strlen(first)) == 0) {
            printf(" %s", space + 1);
        }
    }
}

int cli_print_completion(const cli_flag *common, int n_common) {
    printf("# bash completion for selat\n_selat() {\n    local word=${COMP_WORDS[COMP_CWORD]}\n"
           "    case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n");
    for (int k = 0; k < cli_n_commands; k++) {
        printf("    \"%s\"%s) local flags=\"", cli_commands[k]->name, strchr(cli_commands[k]->name, ' ') ? "" : "*");
        for (int f = 0; f < cli_commands[k]->n_flags; f++) printf(" %s", cli_commands[k]->flags[f].name);
        for (int f = 0; f < n_common; f++) printf(" %s", common[f].name);
        printf("\" ;;\n");
    }
    printf("    *) local flags=\"--help --version\" ;;\n    esac\n    if [ \"$COMP_CWORD\" = 1 ]; then\n"
           "        COMPREPLY=($(compgen -W \"");
    print_words(NULL);
    printf(" --help --version\" -- \"$word\"))\n    elif [ \"$COMP_CWORD\" = 2 ] && [ \"${COMP_WORDS[1]}\" = table ]; then\n"
           "        COMPREPLY=($(compgen -W \"");
    print_words("table ");
    printf("\" -- \"$word\"))\n    elif [[ $word == -* ]]; then\n        COMPREPLY=($(compgen -W \"$flags\" -- \"$word\"))\n"
           "    else\n        COMPREPLY=($(compgen -f -- \"$word\"))\n    fi\n}\ncomplete -o filenames -F _selat selat\n");
    return CLI_OK;
}
