/* The store of a worker: its connection, and the release that is answered from it.
 *
 * The file at the path may become another one (server/release.h). A worker opens that between two
 * requests; while it can not, it answers from the file and the release that it has, never from one
 * of each.
 */
#pragma once

#include "base/macros.h"

struct served_release;
struct worker;

/* Opens the store. 0, or the code of release_source_connect(). The worker closes worker->db. */
MUST_USE int worker_store_open(struct worker *worker);

/* What a request is answered from: a release, and worker->db on the file that has it. To be called
 * once, at the beginning of a request. */
const struct served_release *worker_store_release(struct worker *worker);
