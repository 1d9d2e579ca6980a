/* A reading of figures.sql in a test, and rows of it as short texts. */
#pragma once

#include "base/buf.h"
#include "db/observations.h"
#include "tests/db/figures.h"

/* What every reading here begins with. */
struct bench {
    struct db *db;
    struct arena arena;
    struct observation_memo *memo;
    struct observation_filter filter;
    struct buf text;
};

static inline void bench_end(struct bench *bench)
{
    buf_finish(&bench->text);
    arena_finish(&bench->arena);
}

/* A filter that takes the widest figures of all indicators but the last seven at release 2. */
static inline bool bench_begin(struct bench *bench, struct db *db)
{
    static const struct str codes[] = {STR("c_secret"), STR("b_stock"), STR("a_flow")};

    *bench = (struct bench){.db = db, .filter.release = 2};
    arena_init(&bench->arena, 4096, 1 << 20);
    buf_init(&bench->text, 1 << 16);
    return observation_memo_open(db, &bench->arena, 2, &bench->memo) == 0 &&
           scope_indicators(db, &bench->arena, 2, (struct str_list){codes, COUNT_OF(codes)},
                            &bench->filter.indicators) == 0;
}

/* "a101:0:2020=10": first letter of the indicator, end of the region's number, breakdown, period,
 * value; "!yoy" after it for another measure than the level. */
static inline void put(struct bench *bench, const struct observation_key *key,
                       const struct observation *row)
{
    char period[PERIOD_TEXT_MAX], value[DEC_TEXT_MAX] = "-";
    struct str indicator = bench->filter.indicators.v[key->rank].code;

    period_format(key->period, period);
    if (key->has_value)
        dec_format(observation_value(row), value);
    if (bench->text.n > 0)
        buf_putc(&bench->text, ' ');
    buf_putc(&bench->text, indicator.p[0]);
    buf_put_i64(&bench->text, key->region % 1000);
    buf_putc(&bench->text, ':');
    buf_put_i64(&bench->text, key->breakdown);
    buf_putc(&bench->text, ':');
    buf_put_str(&bench->text, str_from(period));
    buf_putc(&bench->text, '=');
    buf_put_str(&bench->text, str_from(value));
    if (!str_eq(key->measure, STR("level"))) {
        buf_putc(&bench->text, '!');
        buf_put_str(&bench->text, key->measure);
    }
}
