/* Opening the store for a subcommand, with a message that names the way out when it does not work.
 */
#pragma once

#include "base/macros.h"
#include "cli/options.h"
#include "db/check.h"
#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum store_use { STORE_READ, STORE_WRITE, STORE_CREATE, STORE_IMMUTABLE };

/* Whether to try again what ended with `r`, after a turn of waiting: while another process has the
 * lock, and `*waited`, 0 at first, is short. A server writes for a moment each minute, to record
 * when keys were used last: a command that comes just then waits, and does not fail. Whoever makes
 * a change has the store for longer. */
MUST_USE bool store_wait(int r, int *waited);

MUST_USE enum exit_code store_open(const struct options *options, enum store_use use,
                                   struct db **ret);

/* Opens as db_open_checker() does. */
MUST_USE enum exit_code store_open_checker(const struct options *options, struct db **ret,
                                           bool *ret_constraints);

/* Who runs the program, as the audit names it: "cli:uid=1000". The text lies in `storage`. */
enum { STORE_ACTOR_MAX = 32 };
struct str store_actor(char storage[STORE_ACTOR_MAX]);

/* Says that `what` failed with the code `r` of the store, and gives the exit code. `db` may be
 * NULL. */
enum exit_code store_failed(const struct options *options, struct db *db, const char *what, int r);

/* Says why the store can not be used so, with the way out, and gives the exit code. */
enum exit_code store_explain(const struct options *options, enum store_use use, int r);

/* Publishes drafts as the options say, and reports. `ret_refused`: they break a published relation,
 * and nothing has changed. */
MUST_USE enum exit_code store_publish(const struct options *options, struct db *db,
                                      const int64_t *drafts, size_t n, bool *ret_refused);

/* Takes back release `id` as the options say, and reports. */
MUST_USE enum exit_code store_roll_back(const struct options *options, struct db *db, int64_t id);

/* Reports the relations that a release of this draft would break, and changes nothing. `loading`:
 * within the load that makes the draft. */
MUST_USE enum exit_code store_foresee(const struct options *options, struct db *db, int64_t draft,
                                      bool loading);

/* One line about a relation: "conflict  code: 13 <> 12  (its name)". */
void store_print_relation(FILE *file, const char *state, const struct check_relation *relation);
