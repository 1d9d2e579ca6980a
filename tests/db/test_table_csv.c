/* A table as CSV, piece by piece, also where rows go between two pieces. */

#include "db/table_csv.h"
#include "tests/db/fixture.h"

#define INDICATOR(code, access)                                                                    \
    "indicator|" code "|标|sign|patents|piece|piece|flow|sum|sum|higher|0|||||" access
#define FIGURE(indicator, year)                                                                    \
    "observation|" indicator "|120116|" year "||level|default|1|eq|1|1|piece|period|A|verbatim|1|" \
    "report-2024|1|"

static const char *const figures[] = {
    INDICATOR("first", "public"),  "definition|first|default|默认|default",
    INDICATOR("second", "public"), "definition|second|default|默认|default",
    FIGURE("first", "2001"),       FIGURE("first", "2002"),
    FIGURE("first", "2003"),       FIGURE("second", "2001"),
    FIGURE("second", "2002"),      FIGURE("second", "2003"),
};

/* Indicator and year of the rows of one piece, each after a blank. */
static int read_piece(struct db *db, struct table_place *place, struct buf *ret, bool *ret_more)
{
    struct arena arena;
    struct str rest, line, cell;
    struct buf piece;
    int r;

    arena_init(&arena, 4096, 1 << 20);
    buf_init(&piece, 1 << 16);
    r = table_csv_next(db, &arena, table_find(STR("observation")), 2, place, &piece, 1, ret_more);
    rest = (struct str){piece.p, piece.n};
    while (r == 0 && str_cut(&rest, '\n', &line) && line.n > 0) {
        for (size_t i = 0; i < 3 && str_cut(&line, ',', &cell); i++) {
            if (i == 1)
                continue;
            buf_putc(ret, i == 0 ? ' ' : ':');
            buf_put_str(ret, cell);
        }
    }
    buf_finish(&piece);
    arena_finish(&arena);
    return r;
}

/* All rows, where a release closes the first indicator after so many pieces; 0: none does. */
static void is_read(struct db *db, int closed_after, const char *expected, const char *what)
{
    static const char *const closed[] = {INDICATOR("first", "restricted")};
    struct table_place place = {0};
    struct buf text;
    bool more = true;
    int r = 0;

    buf_init(&text, 4096);
    for (int i = 1; r == 0 && more; i++) {
        r = read_piece(db, &place, &text, &more);
        if (i == closed_after)
            tap_is_int(fixture_release(db, closed, 1), 3, "a release closes an indicator");
    }
    tap_is_int(r, 0, "every piece can be made");
    tap_is_str((struct str){text.p, text.n}, str_from(expected), "%s", what);
    buf_finish(&text);
}

int main(void)
{
    struct fixture fixture;
    struct db *db = fixture_store(&fixture);

    tap_is_int(fixture_release(db, figures, COUNT_OF(figures)), 2, "figures of two indicators");
    is_read(db, 0,
            " indicator:period first:2001 first:2002 first:2003"
            " second:2001 second:2002 second:2003",
            "each row once");
    /* The header and two rows. */
    is_read(db, 3, " indicator:period first:2001 first:2002 second:2001 second:2002 second:2003",
            "rows that go take none of the others with them");
    db_close(&db);
    fixture_end(&fixture);
    return tap_done();
}
