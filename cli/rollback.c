#include "cli/commands.h"
#include "cli/store.h"

#include <stdio.h>

enum exit_code cli_rollback(const struct options *options)
{
    CLEANUP(db_close) struct db *db = NULL;
    int64_t id;

    if (options->n_operands != 1 || str_parse_i64(str_from(options->operands[0]), &id) < 0 ||
        id < 1) {
        fputs("iprstat: rollback wants the number of one RELEASE\n", stderr);
        return EXIT_USAGE;
    }
    enum exit_code code = store_open(options, STORE_WRITE, &db);
    return code == EXIT_OK ? store_roll_back(options, db, id) : code;
}
