#include "db/audit.h"
#include "base/buf.h"
#include "base/jw.h"
#include "base/moment.h"
#include "cli/commands.h"
#include "cli/safe_print.h"
#include "cli/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void print_fault(UNUSED void *cls, const struct audit_fault *fault)
{
    if (fault->seq > 0)
        fprintf(stderr, "row %" PRId64 ", ", fault->seq);
    safe_print(stderr, fault->subject);
    fprintf(stderr, ": %s\n", fault->what);
}

static enum exit_code verify(const struct options *options, struct db *db)
{
    struct str known = STR("");
    struct audit_report report;

    if (options->n_operands == 2)
        known = str_from(options->operands[1]);
    if (options->n_operands > 2 || (options->n_operands == 2 && known.n != AUDIT_HASH_LEN)) {
        fprintf(stderr, "iprstat: audit verify takes one HASH of %d digits\n", AUDIT_HASH_LEN);
        return EXIT_USAGE;
    }
    int r = audit_verify(db, known, print_fault, NULL, &report);
    if (r < 0)
        return store_failed(options, db, "verifying the audit", r);
    if (known.n > 0 && report.known == 0) {
        fputs("the hash you have kept is of no row: this is another chain\n", stderr);
        report.faults++;
    }
    printf("rows  %" PRId64 "\nhead  %s\n", report.rows, report.head);
    if (report.known > 0)
        printf("your hash is that of row %" PRId64 "\n", report.known);
    if (report.faults == 0) {
        puts("the audit is whole; keep the head, to find a chain that was made anew");
        return EXIT_OK;
    }
    fprintf(stderr, "iprstat: %" PRId64 " faults: the audit or what it tells of was changed\n",
            report.faults);
    return EXIT_DATA;
}

static void write_row(struct jw *w, const struct audit_row *row)
{
    char at[MOMENT_TEXT_MAX];

    jw_object_begin(w);
    JW_KEY(w, "seq");
    jw_i64(w, row->seq);
    JW_KEY(w, "at");
    jw_str(w, (struct str){at, moment_format(row->at, at)});
    JW_KEY(w, "actor");
    jw_str(w, row->actor);
    JW_KEY(w, "action");
    jw_str(w, row->action);
    JW_KEY(w, "subject");
    jw_str(w, row->subject);
    JW_KEY(w, "detail");
    jw_str(w, row->detail);
    JW_KEY(w, "previous");
    jw_str(w, row->previous);
    JW_KEY(w, "hash");
    jw_str(w, row->hash);
    jw_object_end(w);
}

static enum exit_code export_rows(const struct options *options, struct db *db)
{
    /* limit: a row, whose longest text is a detail, with escapes */
    enum { LINE_MAX_BYTES = 8 * AUDIT_DETAIL_MAX };
    CLEANUP(stmt_reset_p) struct stmt *s = audit_list(db);
    CLEANUP(buf_finish_p) struct buf line;
    struct audit_row row;
    int r;

    buf_init(&line, LINE_MAX_BYTES);
    while ((r = audit_next(s, &row)) > 0) {
        struct jw w;
        buf_reset(&line);
        jw_init(&w, &line);
        write_row(&w, &row);
        if (!jw_ok(&w)) {
            fprintf(stderr, "iprstat: row %" PRId64 " of the audit is not text; verify it\n",
                    row.seq);
            return EXIT_DATA;
        }
        buf_putc(&line, '\n');
        if (fwrite(line.p, 1, line.n, stdout) != line.n) {
            fputs("iprstat: the audit could not be written out\n", stderr);
            return EXIT_IO;
        }
    }
    return r < 0 ? store_failed(options, db, "reading the audit", r) : EXIT_OK;
}

enum exit_code cli_audit(const struct options *options)
{
    CLEANUP(db_close) struct db *db = NULL;
    const char *verb = options->n_operands > 0 ? options->operands[0] : "";
    bool verifies = strcmp(verb, "verify") == 0;

    if (!verifies && (strcmp(verb, "export") != 0 || options->n_operands > 1)) {
        fputs("iprstat: audit wants verify, with or without a HASH, or export\n", stderr);
        return EXIT_USAGE;
    }
    enum exit_code code = store_open(options, STORE_READ, &db);
    if (code != EXIT_OK)
        return code;
    return verifies ? verify(options, db) : export_rows(options, db);
}
