/* From an outcome to a reply: status, header fields and body of every kind of answer. Decides
 * nothing that request.c has decided, and sends nothing. */
#pragma once

#include "base/buf.h"
#include "server/reply.h"
#include "server/request.h"

/* Fills `reply` (zeroed but for its arena) from the outcome of `request`. The body is in
 * request->out, in `packed`, or constant. When the arena is exhausted it is emptied, and the answer
 * becomes problem out-of-memory; only if even that has no room has the arena failed afterwards. */
void answer(struct request *request, struct reply *reply, struct buf *packed);
