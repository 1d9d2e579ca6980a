#include "cli/address.h"

#include <stdio.h>
#include <string.h>

enum exit_code address_refuse(const struct options *options, enum option_id id, const char *why)
{
    fprintf(stderr, "iprstat: %s %s: %s\n", options_where(options, id), options->text[id].p, why);
    return EXIT_USAGE;
}

enum exit_code address_read(const struct options *options, enum option_id id,
                            struct str *ret_address, uint16_t *ret_port)
{
    struct str text = options->text[id];
    const char *colon = memrchr(text.p, ':', text.n);
    struct str address, port;
    int64_t number;

    if (colon == NULL)
        return address_refuse(options, id, "must be ADDR:PORT, for example 127.0.0.1:8080");
    address = (struct str){text.p, (size_t)(colon - text.p)};
    port = (struct str){colon + 1, text.n - address.n - 1};
    if (str_starts(address, STR("[")) && str_ends(address, STR("]")))
        address = (struct str){address.p + 1, address.n - 2};
    else if (memchr(address.p, ':', address.n) != NULL)
        return address_refuse(options, id,
                              "an IPv6 address stands in brackets, for example [::1]:8080");
    if (address.n == 0)
        return address_refuse(options, id, "names no address; 0.0.0.0 is all of IPv4, [::] is all");
    if (str_parse_i64(port, &number) < 0 || number < 0 || number > UINT16_MAX)
        return address_refuse(options, id, "the port must be a number from 0 to 65535");
    *ret_address = address;
    *ret_port = (uint16_t)number;
    return EXIT_OK;
}
