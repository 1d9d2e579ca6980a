/* Whose address a request comes from, also behind a proxy.
 *
 * A proxy adds the address that it sees to X-Forwarded-For, at the right. Only what a trusted proxy
 * added is believed: from the right, the first address that is no trusted proxy is the client's. So
 * nobody can name another address than their own, whatever they send.
 */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockaddr;

/* An IPv4 address is kept as the IPv6 address that stands for it (RFC 4291, 2.5.5.2). */
struct address {
    uint8_t bytes[16];
};

enum { ADDRESS_TEXT_SIZE = INET6_ADDRSTRLEN };

/* limit: 32 networks of proxies; a company has a handful. */
enum { PROXIES_MAX = 32 };

struct proxy_list {
    struct {
        struct address network;
        unsigned bits;
    } v[PROXIES_MAX];
    size_t n;
};

/* All zeros for what is no internet address. */
struct address address_of(const struct sockaddr *from);

/* Reads "192.0.2.1" or "2001:db8::1". */
MUST_USE bool address_parse(struct str text, struct address *ret);

/* Is it an IPv4 address? */
bool address_is_v4(const struct address *address);

void address_text(const struct address *address, char out[ADDRESS_TEXT_SIZE]);

/* Reads addresses and networks ("10.0.0.0/8", "::1") with commas between them; the empty text has
 * none. 0, -ERR_INPUT, or -ERR_LIMIT when there are more than PROXIES_MAX. */
MUST_USE int proxy_list_read(struct str text, struct proxy_list *ret);

/* The client of a request from `peer` with `forwarded`, the values of X-Forwarded-For joined by
 * commas. An entry that is no address (a port may follow one) ends the search: then it is the last
 * one that was believed. */
struct address client_address(const struct proxy_list *proxies, const struct address *peer,
                              struct str forwarded);
