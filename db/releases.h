#pragma once

/*
 * Releases: reading the list of them, and publishing drafts as the next one.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One release as stored. Text is valid until the next step or reset of the statement it came from.
 */
struct release_row {
    int64_t id;
    int64_t published_at;     /* moment at which it appears, seconds since 1970-01-01 */
    int64_t created_at;       /* moment at which it was made; earlier: it was under embargo */
    int64_t rolled_back_from; /* it restores what was in force before this one; 0: none */
    int64_t inserted, revised, unchanged, deleted; /* public rows */
    bool synthetic;                                /* some of them are made up */
    struct str label;
    struct str note;   /* empty: none */
    struct str author; /* empty: none */
    struct str digest;
};

/*
 * Embargo. A release that was made with a later moment appears at that moment, by itself: what is
 * current is asked with a moment. One that is taken back before is cancelled: its rows are removed,
 * its number is not given again, and none of the functions here knows it. What readers may see is
 * told by the number of the release that is current for them, which they hand on as `release` or
 * `newest`.
 */

/* Releases from the newest that is at most `release` and older than `before` (0: no such bound),
 * downwards. Pull with releases_next(); reset with stmt_reset(). */
struct stmt *releases_list(struct db *db, int64_t release, int64_t before);
MUST_USE int releases_next(struct stmt *stmt, struct release_row *ret);

/* One package that a release was made of. */
struct release_package_row {
    struct str package;
    struct str version; /* empty: none */
    bool synthetic;
    int64_t inserted, revised, unchanged; /* public rows */
    struct str digest;
};

/* Packages of a release or a draft, in the order in which they were loaded. */
struct stmt *release_packages(struct db *db, int64_t release);
struct stmt *draft_packages(struct db *db, int64_t draft);
MUST_USE int release_packages_next(struct stmt *stmt, struct release_package_row *ret);

/* The release of a row, kept beyond it. -ERR_CORRUPT: it is none that was published here. */
MUST_USE int release_keep(const struct release_row *row, struct release *ret);

/* One release by its number: 1, or 0 when there is none. */
MUST_USE int release_get(struct db *db, int64_t id, struct release *ret);

/* The newest release that has appeared by a moment; `id` 0 for none. */
MUST_USE int release_current(struct db *db, int64_t now, struct release *ret);

/* The oldest release, and the one before `id`; `id` 0 for none. */
MUST_USE int release_first(struct db *db, struct release *ret);
MUST_USE int release_before(struct db *db, int64_t id, struct release *ret);

/* The number of the release that was the newest at a moment, of those up to `newest`; 0 before the
 * first. A clock may have been set back between two releases: it is then the one before the first
 * that is dated later than the moment. So what a moment means never changes once a release is dated
 * later. */
MUST_USE int release_at(struct db *db, int64_t newest, int64_t moment, int64_t *ret);

/* What db_access_epoch() says. */
MUST_USE int release_access(struct db *db, struct access_epoch *ret);

/* How many releases there are up to `release`. */
MUST_USE int releases_count(struct db *db, int64_t release, int64_t *ret);

struct draft_info {
    int64_t id, created_at;
    int64_t inserted, revised, deleted; /* public rows */
    int64_t base;                       /* the release it was made on */
};

/* Drafts that wait for publishing, oldest first. */
struct stmt *drafts_list(struct db *db);
MUST_USE int drafts_next(struct stmt *stmt, struct draft_info *ret);

struct check_relation;    /* db/check.h */
struct parts_fault;       /* db/parts_check.h */
struct suppressed_figure; /* db/suppressed.h */

/* Why a release is refused whatever is in it. */
enum release_refusal {
    RELEASE_EMBARGO_PAST,    /* the moment of the embargo has passed */
    RELEASE_EMBARGO_PENDING, /* it would appear before another one, which is under embargo */
    RELEASE_EMBARGO_ACCESS, /* it changes what may be read, which counts for all releases at once */
    RELEASE_SUPERSEDED,     /* a later release than the one named is the newest */
    RELEASE_UNCHANGED,      /* what is in force is what would be restored */
    RELEASE_REOPENS,        /* what was restricted would be public in an older release again */
};

/* Publishes the drafts as one release, in one transaction. Empty `label`: "Release N". `now` is the
 * moment that is recorded. Every published relation is evaluated on what the release would be;
 * `conflict` is called for each whose two sums differ, `parts` for each total that is less than its
 * parts. `stale` is called with the code of a
 * document whose rank or day changes while figures of it are in force that were not loaded with it,
 * `exposed` with each figure that is kept back and follows from others, and `miscounted` with the
 * number of figures that are wrong since several drafts change records of one register.
 * `ret_discarded`: how many other drafts were thrown away because they were made on an older
 * release and could not be published any more.
 *
 * -ERR_NOT_FOUND: one of the drafts does not wait for publishing. -ERR_INPUT: one was made on an
 * older release, is named twice, restricts an indicator and is not alone, or gives a row that
 * another one gives too; `*ret_draft` is the draft in question, 0 for every other failure; also
 * with 0: a relation or a total is not kept and `allow_conflicts` is false, a document is stale, or
 * a figure is exposed. Also -ERR_INPUT, with `refused` called: enum release_refusal says why.
 * -ERR_LIMIT: the label has more than DB_LABEL_CHARACTERS characters. In all cases nothing has
 * changed. */
struct release_wish {
    const int64_t *drafts;
    size_t n_drafts;
    struct str label, note, author; /* note and author: empty for none */
    int64_t now;
    struct str actor;     /* who it is, for db/audit.h */
    bool allow_conflicts; /* publish even if relations and totals are not kept */
    bool trial;           /* do everything, and take it back at the end */
    int64_t embargo;      /* moment at which it appears; 0: at once */
    int64_t undoes;       /* for release_rollback() alone, which sets it */
    /* NULL: nobody asks */
    void (*conflict)(void *cls, const struct check_relation *);
    void (*parts)(void *cls, const struct parts_fault *);
    void (*stale)(void *cls, struct str document);
    void (*exposed)(void *cls, const struct suppressed_figure *);
    void (*miscounted)(void *cls, int64_t figures);
    /* `other`: the one under embargo, or the newest; NULL where it is about no other */
    void (*refused)(void *cls, enum release_refusal why, const struct release *other);
    void *cls;
};
MUST_USE int release_publish(struct db *db, const struct release_wish *wish, struct release *ret,
                             int64_t *ret_discarded, int64_t *ret_draft);

/* Takes back the releases from `id` to `through`, which must be the newest (0: `id` is it), as one
 * more release that restores exactly what was in force before `id`, with every check of
 * release_publish(); the wish has no drafts and no embargo. What is restored is a new vintage, and
 * what was not there before is withdrawn. Of those releases the ones that have not appeared are
 * cancelled instead: nobody has seen them, and no release tells of them.
 *
 * `ret`: the release that restores, `id` 0 where all were cancelled; `*ret_cancelled`: how many
 * were. -ERR_NOT_FOUND: there is no release `id`, or none `through`. Otherwise as
 * release_publish(). */
MUST_USE int release_rollback(struct db *db, const struct release_wish *wish, int64_t id,
                              int64_t through, struct release *ret, int64_t *ret_cancelled,
                              int64_t *ret_discarded);

/* The same within the transaction of a load, for its own draft, and takes it back: the callbacks of
 * the wish are told as by release_publish(), and `look` may read the release as it would be, unless
 * a draft can not be published at all. 0, what `look` gave, or a failure. */
MUST_USE int release_foresee(struct db *db, const struct release_wish *wish,
                             int (*look)(void *cls, int64_t release), void *cls);

/* Throws away a draft that waits. `now` and `actor` are what is recorded. -ERR_NOT_FOUND: it does
 * not wait. */
MUST_USE int draft_discard(struct db *db, int64_t draft, int64_t now, struct str actor);
