/* Addresses in options: "127.0.0.1:8080", "[::1]:8080". */
#pragma once

#include "base/macros.h"
#include "base/str.h"
#include "cli/options.h"

#include <stdint.h>

/* Reads the value of `id`: the address without brackets, which belongs to the options, and the
 * port. EXIT_OK, or EXIT_USAGE after saying what is wrong. */
MUST_USE enum exit_code address_read(const struct options *options, enum option_id id,
                                     struct str *ret_address, uint16_t *ret_port);

/* Says why the value of `id` is no use, and gives EXIT_USAGE. */
enum exit_code address_refuse(const struct options *options, enum option_id id, const char *why);
